// Reads LogQL with Grafana's own grammar and finds what no log line of ours has: labels, their values, fields, and
// pieces of text that no message contains.

import { parser } from "@grafana/lezer-logql";
import type { SyntaxNode } from "@lezer/common";
import { type Matcher, isChosen, takes, unknownValues, unquoted } from "./matching";
import { type Line, type Vocabulary, services } from "./vocabulary";

export type Reading = {
  problems: string[];
  /** What a line that is found may carry, in its labels and in its text. */
  labels: Set<string>;
  fields: Set<string>;
};

/** Loki sets this where a parser failed. */
const LOKIS_OWN = "__error__";
/** What stands in a message for what varies. */
const VARIES = "{…}";

export function readLogql(expression: string, vocabulary: Vocabulary): Reading {
  return new Reader(expression.replaceAll(/\$__(auto|interval|range)\b/g, "1m"), vocabulary).read();
}

class Reader {
  readonly problems: string[] = [];
  private readonly labels: Set<string>;
  /** Those a query makes itself. */
  private readonly made = new Set<string>([LOKIS_OWN]);
  private lines: Line[];

  constructor(
    private readonly text: string,
    private readonly vocabulary: Vocabulary,
  ) {
    this.labels = new Set(vocabulary.labels);
    this.lines = vocabulary.lines;
  }

  read(): Reading {
    const tree = parser.parse(this.text);
    tree.iterate({
      enter: ({ type, from }) => {
        if (type.isError) this.problems.push(`is no LogQL at “${this.text.slice(from, from + 20)}”`);
      },
    });
    if (this.problems.length > 0) return { problems: this.problems, labels: this.labels, fields: new Set() };
    const later: [string, string][] = [];
    let parsed = false;
    tree.iterate({
      enter: ({ name, node }) => {
        if (name === "Json") parsed = true;
        else if (name === "Matcher") this.matcher(node, later);
        else if (name === "LineFilter") this.filter(node);
        else if (name === "LabelFormatMatcher") this.format(node, later);
        else if (name === "LineFormatExpr") later.push(...this.template(node.getChild("String")!));
        else if (["NumberFilter", "DurationFilter", "BytesFilter", "UnwrapExpr"].includes(name)) {
          const identifier = node.getChild("Identifier");
          if (identifier) later.push([this.textOf(identifier), name]);
        } else if (name === "Grouping") {
          for (const label of descendants(node, "Identifier")) later.push([this.textOf(label), "grouping"]);
        }
      },
    });
    const fields = this.fields();
    for (const [name, where] of later) {
      if (this.labels.has(name) || this.made.has(name)) continue;
      if (!parsed) this.problems.push(`${name} (${where}) is there only behind \`| json\``);
      else if (!fields.has(name)) this.problems.push(`no such line has a field ${name} (${where})`);
    }
    return { problems: this.problems, labels: this.labels, fields };
  }

  /** One of the stream selector is about labels; one behind a parser is about fields. */
  private matcher(node: SyntaxNode, later: [string, string][]): void {
    const [label, operator, literal] = [node.firstChild!, node.firstChild!.nextSibling!, node.lastChild!];
    const matcher = {
      label: this.textOf(label),
      operator: this.textOf(operator),
      value: unquoted(this.textOf(literal)),
    };
    if (node.parent?.name === "LabelFilter") {
      later.push([matcher.label, "filter"]);
      return;
    }
    if (!this.labels.has(matcher.label)) this.problems.push(`streams have no label ${matcher.label}`);
    this.problems.push(...unknownValues(matcher, this.valuesOf(matcher.label)));
    if (!isChosen(matcher)) this.lines = this.lines.filter((line) => this.mayBe(line, matcher));
  }

  private mayBe(line: Line, matcher: Matcher): boolean {
    if (matcher.label === "level") return takes(matcher, line.level);
    if (matcher.label !== "service" || line.service === "all") return true;
    return takes(matcher, line.service);
  }

  private valuesOf(label: string): string[] {
    if (label === "service") return services(this.vocabulary);
    return label === "level" ? [...new Set(this.vocabulary.lines.map(({ level }) => level))] : [];
  }

  private filter(node: SyntaxNode): void {
    const text = unquoted(this.textOf(node.getChild("String")!));
    if (text.includes("$") || !node.getChild("Filter")?.getChild("PipeExact")) return;
    this.lines = this.lines.filter(({ message }) => message.split(VARIES).some((piece) => piece.includes(text)));
    if (this.lines.length === 0) this.problems.push(`no such line contains “${text}”`);
  }

  private format(node: SyntaxNode, later: [string, string][]): void {
    this.made.add(this.textOf(node.getChild("Identifier")!));
    const template = node.getChild("String");
    if (template) later.push(...this.template(template));
  }

  private template(node: SyntaxNode): [string, string][] {
    return [...unquoted(this.textOf(node)).matchAll(/[\s({]\.(\w+)/g)].map(([, name]) => [name!, "template"]);
  }

  private fields(): Set<string> {
    const spans = this.vocabulary.spans.flatMap(({ fields }) => fields);
    const all = this.lines === this.vocabulary.lines ? this.vocabulary.fields.map(({ name }) => name) : [];
    return new Set(["message", "instance", ...spans, ...all, ...this.lines.flatMap(({ fields }) => fields)]);
  }

  private textOf({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to);
  }
}

function descendants(node: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((each) => {
    if (each.name === name && each.from >= node.from && each.to <= node.to) found.push(each.node);
  });
  return found;
}
