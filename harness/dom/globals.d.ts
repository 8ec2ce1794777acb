// The one global of our world, filled by one step after the other. For the type checker alone; records stand in wire.d.ts.

/** The DOM's own functions, taken before the page could name anything after them. */
interface HarnessDom {
  parent(node: Node): Node | null;
  first(node: Node): Node | null;
  next(node: Node): Node | null;
  type(node: Node): number;
  name(node: Node): string;
  content(node: Node): string | null;
  markup(element: Element): string;
  inner(element: Element): string;
  /** An address as the document that it stands in means it; empty where it is none. */
  resolve(element: Element, written: string): string;
  owner(node: Node): Document | null;
  remove(parent: Node, child: Node): void;
  data(text: Node): string;
  setData(text: Node, data: string): void;
  attribute(element: Element, name: string): string | null;
  attributeNames(element: Element): string[];
  box(element: Element): DOMRect;
  style(element: Element): CSSStyleDeclaration;
  pseudoStyle(element: Element, pseudo: string): CSSStyleDeclaration;
  /** The document's style sheets, and those that scripts adopted. */
  sheets(document: Document): CSSStyleSheet[];
  removeAttribute(element: Element, name: string): void;
  shadow(element: Element): ShadowRoot | null;
  /** Take up a closed shadow root: from now on `shadow` gives it. */
  keepRoot(root: ShadowRoot): void;
  host(root: ShadowRoot): Element;
  assigned(slot: Element): Node[];
  address(element: Element): string;
  find(document: Document, selector: string): Element | null;
  findAll(document: Document, selector: string): Element[];
  within(root: Node, selector: string): Element[];
  everything(document: Document): () => number;
  all(document: Document): Element[];
  animated(document: Document): boolean;
  at(document: Document, x: number, y: number): Element | null;
  body(document: Document): Element | null;
  root(document: Document): Element | null;
  scrollHeight(element: Element): number;
  ready(document: Document): string;
  title(document: Document): string;
  setTitle(document: Document, title: string): void;
  listen(target: EventTarget, event: string, heard: () => void): void;
  dispatch(target: EventTarget, event: Event): boolean;
  observe(observer: MutationObserver, node: Node, options: MutationObserverInit): void;
  frameDocument(frame: Element): Document | null;
  frameWindow(frame: Element): Window | null;
  range(document: Document): Range;
  select(range: Range, node: Node): void;
  setRange(range: Range, node: Node, start: number, end: number): void;
  rangeBox(range: Range): DOMRect;
  rangeBoxes(range: Range): DOMRect[];
  windowAbove(view: Window): Window;
  windowInside(view: Window, place: number): Window;
  canRead(view: Window): boolean;
}

/** What was noted while the page came: when a script's nodes did, and what a text node held before scripts changed it. */
interface HarnessObserved {
  at: WeakMap<Node, number>;
  was: WeakMap<Node, string>;
  titles: string[];
  counted: number;
}

/** A text node of the last survey, and where its document's view begins on the page. */
interface HarnessText {
  node: Node;
  x: number;
  y: number;
}

interface Harness {
  dom: HarnessDom;
  observed: HarnessObserved;
  /** The text nodes and elements of the last survey, by their numbers. */
  nodes: HarnessText[];
  elements: Element[];
  /** Which frame of which frame of the page this window is. */
  pathOf(view: Window): number[];
  /** True in a frame that no other world of ours walks into: the document around it belongs to another site. */
  inForeignFrame(): boolean;
  /** Where in a text node these characters (ascending) of its collapsed text stand; see survey.js. */
  raw(data: string, length: number, ats: number[]): number[];
  reader: {
    scroll(share: number): void;
    appear(): void;
    still(): boolean;
    size(): SizeRecord;
  };
  hiding: {
    colour(value: string): number[] | null;
    clips(s: CSSStyleDeclaration): boolean;
    own(element: Element, s: CSSStyleDeclaration, box: DOMRect, sx: number, sy: number, around: { opacity: number; zoom: number; within: boolean }): string;
    unseen(s: CSSStyleDeclaration, ground: number[] | null): boolean;
    ground(s: CSSStyleDeclaration, below: number[] | null): number[] | null;
  };
  /** Elements of the last survey that may have a closed shadow root, and were not asked about before. */
  hosts: Element[];
  extras: { seen(elements: Element[]): ExtraRecord[]; empty(number: number): void };
  selected(selectors: string[], elements: Element[]): SelectedRecord[];
  survey(selectors: string[]): PartRecord;
  measure(places: PlaceRecord[]): MeasureRecord[];
  looks(): LooksRecord;
  /** The node of a place (the title's where the element is below 0) of which who made it may be known, the likeliest first. */
  maker(element: number, nodes: number[], at: number): Node | null;
  sweep(plan: PlanRecord): SweptRecord;
  read(plan: PlanRecord): ReadRecord;
}

declare var harness: Harness;
/** A binding of the browser's: tells Python that the page has more nodes than a page may have. */
declare var harnessLimit: ((count: string) => void) | undefined;
/** How many elements a page may have, as the visit's options say. */
declare var harnessMaxNodes: number | undefined;
