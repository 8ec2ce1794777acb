// The one global of our world, made in observe.js and filled by the later steps. For the type checker alone.
interface HarnessObserved {
  at: WeakMap<Node, number>;
  was: WeakMap<Node, string>;
  started: number;
  parsed: number;
  titles: [string, number][];
  counted: number;
}
declare var harness: any;
