// Reads PromQL with Prometheus' own grammar and finds names that nothing emits: metrics, labels, their values. Follows
// which labels each part of an expression has, so that grouping by a label that was summed away is found too.

import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { type Matcher, unknownValues, unquoted } from "./matching";
import { type Vocabulary, find, recorded } from "./vocabulary";

/** The labels a vector may have; nothing for a number. */
type Labels = Set<string> | undefined;

export type Reading = { problems: string[]; labels: Set<string> };

const KEEP_LABELS = ["Topk", "Bottomk", "LimitK", "LimitRatio"];
const WITHOUT_LABELS = ["Vector", "Time", "Scalar", "Pi"];

export function readPromql(expression: string, vocabulary: Vocabulary): Reading {
  const text = expression.replaceAll(/\$__(rate_interval|interval|range)\b/g, "1m");
  const reader = new Reader(text, vocabulary);
  const labels = reader.read();
  return { problems: reader.problems, labels: labels ?? new Set() };
}

class Reader {
  readonly problems: string[] = [];

  constructor(
    private readonly text: string,
    private readonly vocabulary: Vocabulary,
  ) {}

  read(): Labels {
    const tree = parser.parse(this.text);
    let broken = false;
    tree.iterate({
      enter: ({ type, from }) => {
        if (!type.isError) return;
        broken = true;
        this.problems.push(`is no PromQL at “${this.text.slice(from, from + 20)}”`);
      },
    });
    const root = tree.topNode.firstChild;
    return broken || !root ? undefined : this.labels(root);
  }

  private labels(node: SyntaxNode): Labels {
    switch (node.name) {
      case "NumberDurationLiteral":
      case "StringLiteral":
        return undefined;
      case "VectorSelector":
        return this.selector(node);
      case "AggregateExpr":
        return this.aggregate(node);
      case "FunctionCall":
        return this.call(node);
      case "BinaryExpr":
        return this.binary(node);
      case "ParenExpr":
      case "MatrixSelector":
      case "SubqueryExpr":
      case "OffsetExpr":
      case "UnaryExpr":
        return this.labels(operands(node)[0]!);
      default:
        throw new Error(`the test does not know what ${node.name} does to labels`);
    }
  }

  private selector(node: SyntaxNode): Labels {
    const name = this.textOf(node.getChild("Identifier")!);
    const expression = recorded(name);
    if (expression !== undefined) return readPromql(expression, this.vocabulary).labels;
    const series = find(this.vocabulary, name);
    if (!series) {
      this.problems.push(`there is no metric ${name}`);
      return new Set();
    }
    for (const matcher of this.matchers(node)) {
      const values = series.labels.get(matcher.label);
      if (!values) this.problems.push(`${name} has no label ${matcher.label}`);
      else this.problems.push(...unknownValues(matcher, values).map((problem) => `${name}: ${problem}`));
    }
    return new Set(series.labels.keys());
  }

  private matchers(selector: SyntaxNode): Matcher[] {
    const nodes = selector.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
    return nodes.map((node) => ({
      label: this.textOf(node.getChild("LabelName")!),
      operator: this.textOf(node.getChild("MatchOp")!),
      value: unquoted(this.textOf(node.getChild("StringLiteral")!)),
    }));
  }

  private aggregate(node: SyntaxNode): Labels {
    const inner = this.arguments(node) ?? new Set();
    const modifier = node.getChild("AggregateModifier");
    const named = this.names(modifier?.getChild("GroupingLabels"));
    this.expect(named, inner);
    if (KEEP_LABELS.includes(node.getChild("AggregateOp")!.firstChild!.name)) return inner;
    if (modifier?.getChild("Without")) return new Set([...inner].filter((label) => !named.includes(label)));
    return new Set(named);
  }

  private call(node: SyntaxNode): Labels {
    const name = node.getChild("FunctionIdentifier")!.firstChild!.name;
    const inner = this.arguments(node);
    if (WITHOUT_LABELS.includes(name)) return name === "Vector" ? new Set() : undefined;
    if (name === "Absent") return new Set(this.equalities(node));
    if (name === "HistogramQuantile") {
      this.expect(["le"], inner ?? new Set());
      inner?.delete("le");
    }
    return inner;
  }

  /** `absent` makes labels of the matchers that leave no choice. */
  private equalities(node: SyntaxNode): string[] {
    const selector = node.getChild("FunctionCallBody")?.getChild("VectorSelector");
    return selector ? this.matchers(selector).flatMap(({ label, operator }) => (operator === "=" ? [label] : [])) : [];
  }

  private binary(node: SyntaxNode): Labels {
    const [left, right] = operands(node).map((operand) => this.labels(operand));
    if (!left || !right) return left ?? right;
    const clause = node.getChild("MatchingModifierClause");
    const named = this.names(clause?.getChild("GroupingLabels"));
    this.expect(named, new Set([...left, ...right]));
    if (node.getChild("Or")) return new Set([...left, ...right]);
    const matched = (side: Set<string>) =>
      clause?.getChild("On") ? named : [...side].filter((label) => !named.includes(label)).sort();
    if (String(matched(left)) !== String(matched(right))) {
      this.problems.push(`{${matched(left)}} and {${matched(right)}} never match`);
    }
    return node.getChild("And") || node.getChild("Unless") ? left : new Set(matched(left));
  }

  private arguments(node: SyntaxNode): Labels {
    const all = operands(node.getChild("FunctionCallBody")!).map((argument) => this.labels(argument));
    return all.reduce((sum, labels) => (sum && labels ? new Set([...sum, ...labels]) : (labels ?? sum)), undefined);
  }

  private names(grouping: SyntaxNode | null | undefined): string[] {
    return grouping?.getChildren("LabelName").map((label) => this.textOf(label)) ?? [];
  }

  private expect(named: string[], labels: Set<string>): void {
    const missing = named.filter((label) => !labels.has(label));
    this.problems.push(...missing.map((label) => `there is no label ${label} to group by`));
  }

  private textOf({ from, to }: SyntaxNode): string {
    return this.text.slice(from, to);
  }
}

/** The values an operation works on. */
function operands(node: SyntaxNode): SyntaxNode[] {
  const kinds = /(Expr|Selector|Call|Literal)$/;
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (kinds.test(child.name) && child.name !== "DurationExpr") found.push(child);
  }
  return found;
}
