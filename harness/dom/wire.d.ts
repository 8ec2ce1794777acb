// Made by tools/write_wire_types.py from harness/survey/wire.py: what is changed here is lost.

/** A rectangle in CSS px of the page. */
interface BoxRecord {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The width of the view and the height of the whole page, in CSS px. */
interface SizeRecord {
  width: number;
  height: number;
}

/** One element; its number is its place in the list. */
interface ElementRecord {
  parent: number;
  dom_parent: number;
  tag: string;
  step: string;
  begins_tree: boolean;
  box: BoxRecord;
  hidden_by: string;
  position: string;
  layer: number;
}

/** A text node's part of a block. */
interface PieceRecord {
  node: number;
  start: number;
  length: number;
}

/** A link inside a block: the resolved and the written address. */
interface LinkRecord {
  start: number;
  end: number;
  url: string;
  written: string;
}

/** A part of a block's text. */
interface RangeRecord {
  start: number;
  end: number;
}

/** A run of text as a reader sees it. */
interface BlockRecord {
  element: number;
  text: string;
  pieces: PieceRecord[];
  links: LinkRecord[];
  hidden_by: string;
  box: BoxRecord;
  at_ms: number;
  pre: boolean;
  was: string | null;
  quotes: RangeRecord[];
}

/** A meta element: its property or name, in lower case, and its content. */
interface MetaRecord {
  name: string;
  content: string;
}

/** What the page says of itself. */
interface HeadRecord {
  title: string;
  titles: string[];
  metas: MetaRecord[];
  canonical: string;
  headlines: string[];
}

/** What a CSS selector selects, by the elements' numbers; null where it is no selector. */
interface SelectedRecord {
  selector: string;
  elements: number[] | null;
}

/** What is said beside the text: a meta element's value, an attribute's, text that a style generates, what is served and never shown, a picture that is a link or a frame that shows another site, with its own words or else its host, or an address that the head names, and as it is `written` there; `name` is that of the meta element or attribute, the style rule's selector, `noscript`, `template`, the address of the picture's link or of the frame, the relation of a link element or `refresh`. `element` is -1 in the head. */
interface ExtraRecord {
  kind: 'meta' | 'attribute' | 'generated' | 'unrendered' | 'image' | 'frame' | 'link';
  name: string;
  value: string;
  element: number;
  written: string;
}

/** A whole page. */
interface SurveyRecord {
  version: number;
  url: string;
  language: string;
  head: HeadRecord;
  elements: ElementRecord[];
  blocks: BlockRecord[];
  selected: SelectedRecord[];
  cut: boolean;
  extras: ExtraRecord[];
}

/** A frame of another site: its element, the way to its window, and after how many blocks it stands. */
interface FrameRecord {
  element: number;
  path: number[];
  after: number;
}

/** What one world surveyed: its own document, the frames of other sites in it, how many text nodes it numbered, and how many elements there may have a closed shadow root. */
interface PartRecord {
  survey: SurveyRecord;
  frames: FrameRecord[];
  path: number[];
  nodes: number;
  hosts: number;
}

/** A part of one text node; see `TextRange`. */
interface TextRangeRecord {
  node: number;
  length: number;
  start: number;
  end: number;
}

/** Where a mark is to be: an element, or ranges of text in it. */
interface PlaceRecord {
  element: number;
  ranges: TextRangeRecord[];
}

/** What was measured of a place: the boxes of its ranges, none where it is an element; and how what is painted there is kept from readers (`covered`, `clipped`), or an empty text. */
interface MeasureRecord {
  boxes: BoxRecord[];
  hidden_by: string;
}

/** What a sweep is to take out; `title` is the document's new title, or null where it stays, `extras` are numbers of the main document's. */
interface PlanRecord {
  elements: number[];
  ranges: TextRangeRecord[];
  title: string | null;
  extras: number[];
}

/** A picture: an element of the survey, or (with a step) one that the survey leaves out and that stands in that element. `source` says what it shows, as far as the document does; `box` begins at the element's own. */
interface PictureRecord {
  element: number;
  tag: string;
  step: string;
  source: string;
  box: BoxRecord;
}

/** How the elements of the last survey are painted: `of` gives for each its row of `styles`, one value a property, or -1 where that is not known. */
interface LooksRecord {
  properties: string[];
  styles: string[][];
  of: number[];
  pictures: PictureRecord[];
}

/** How many of the plan's pieces went, and how many could not be taken out. */
interface SweptRecord {
  removed: number;
  failed: number;
}

/** What is left after a sweep: the survey once more, and the document as HTML that runs nothing. */
interface ReadRecord {
  swept: SweptRecord;
  part: PartRecord;
  html: string;
}
