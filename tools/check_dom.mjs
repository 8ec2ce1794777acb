// Holds that harness/dom reaches the DOM only through `harness.dom`: a page can name a form field after any property of
// an element, and would answer in the DOM's place. Reads the types: a property of a node, a document, a window or a range
// is looked up in dom.js and nowhere else, and nothing may be of an unknown type, where that cannot be told.
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(process.argv[2] ?? '.');
const ALLOWED = new Set(['dom.js', 'seed.js', 'sockets.js']); // the last two run in the page's own world, and change it on purpose
const HELD = new Set(['EventTarget', 'AbstractRange', 'NodeList', 'HTMLCollection', 'HTMLCollectionBase', 'NamedNodeMap', 'Selection', 'Location']);
const FREE = new Set(['href']); // of `location`, which no page can replace

const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile);
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();

/** @param {ts.Type} type @returns {boolean} true where a page may have put something of its own in the property's place */
const held = (type, seen = new Set()) => {
  if (seen.has(type)) return false;
  seen.add(type);
  if (type.isUnionOrIntersection()) return type.types.some((each) => held(each, seen));
  const name = type.symbol?.name;
  if (name === 'Performance') return false; // a clock, and no page's to replace
  if (name && HELD.has(name) && type.symbol.declarations?.some((d) => /lib\.dom/.test(d.getSourceFile().fileName))) return true;
  return (type.getBaseTypes?.() ?? []).some((each) => held(each, seen));
};

let problems = 0;
for (const file of program.getSourceFiles()) {
  const name = path.basename(file.fileName);
  if (!file.fileName.includes(`${path.sep}dom${path.sep}`) || !name.endsWith('.js') || ALLOWED.has(name)) continue;
  /** @param {ts.Node} node @param {string} said */
  const report = (node, said) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    console.error(`${path.relative(ROOT, file.fileName)}:${line + 1}: ${said}`);
    problems++;
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const type = checker.getTypeAtLocation(node.expression);
      const property = ts.isPropertyAccessExpression(node) ? node.name.text : '[...]';
      const global = node.expression.getText() === 'globalThis';
      if (!global && type.flags & ts.TypeFlags.Any) report(node, `the type of ${node.expression.getText()} is not known: give it one`);
      else if (!global && held(type) && !(FREE.has(property) && node.expression.getText() === 'location')) report(node, `${node.getText()}: reach the DOM through harness.dom`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}
process.exit(problems ? 1 : 0);
