// Which values a matcher such as `level=~"warn|error"` takes.

export type Matcher = { label: string; operator: string; value: string };

/** A matcher with a dashboard's variable in it takes what somebody will choose. */
export function isChosen({ value }: Matcher): boolean {
  return value.includes("$");
}

export function takes({ operator, value }: Matcher, candidate: string): boolean {
  const equal = operator.includes("~") ? new RegExp(`^(?:${value})$`).test(candidate) : candidate === value;
  return operator.startsWith("!") ? !equal : equal;
}

/** What is wrong with a matcher of a label that has these values. Each alternative has to be one of them. */
export function unknownValues(matcher: Matcher, values: string[]): string[] {
  if (isChosen(matcher) || values.length === 0) return [];
  const plain = /^[\w|-]+$/.test(matcher.value);
  const named = matcher.operator.includes("~") && !plain ? [] : matcher.value.split("|");
  const wrong = named.filter((value) => !values.includes(value));
  if (wrong.length > 0) return wrong.map((value) => `${matcher.label} is never “${value}”`);
  if (values.some((value) => takes(matcher, value))) return [];
  return [`no ${matcher.label} is taken by “${matcher.value}”`];
}

/** The text of a string literal, in quotes of any kind. */
export function unquoted(literal: string): string {
  return literal.startsWith("`") ? literal.slice(1, -1) : (JSON.parse(literal) as string);
}
