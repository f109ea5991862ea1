// Which number has a rank among many, without sorting them all.

/** The number that would stand at `index` if all were sorted upwards; NaN where there is none. Moves the numbers. */
export function ranked(numbers: Float64Array, index: number): number {
  let [low, high] = [0, numbers.length - 1];
  // Hoare's Find (1961, Communications of the ACM 4:321): the part that has the rank is divided until it is one number.
  while (low < high) {
    const pivot = numbers[(low + high) >> 1] as number;
    let [left, right] = [low, high];
    while (left <= right) {
      while ((numbers[left] as number) < pivot) left++;
      while ((numbers[right] as number) > pivot) right--;
      if (left > right) break;
      [numbers[left], numbers[right]] = [numbers[right] as number, numbers[left] as number];
      left++;
      right--;
    }
    if (index <= right) high = right;
    else if (index >= left) low = left;
    else break;
  }
  return numbers[index] ?? NaN;
}

/** A value of each. `Float64Array.from` does the same in several times the time. */
export function values<Item>(items: readonly Item[], valueOf: (item: Item) => number): Float64Array {
  const found = new Float64Array(items.length);
  items.forEach((item, index) => (found[index] = valueOf(item)));
  return found;
}

/** The `most` of the greatest values, the greatest first; of equals those that come first. */
export function greatest<Item>(items: readonly Item[], most: number, valueOf: (item: Item) => number): Item[] {
  const downwards = (a: Item, b: Item) => valueOf(b) - valueOf(a);
  if (items.length <= most) return [...items].sort(downwards);
  const least = ranked(values(items, valueOf), items.length - most);
  const above = items.filter((item) => valueOf(item) > least).sort(downwards);
  for (const item of items) {
    if (above.length >= most) break;
    if (valueOf(item) === least) above.push(item);
  }
  return above;
}
