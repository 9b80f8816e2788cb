/** What can be learned from: it knows how many items it has, and makes one when it is asked for it. */
export interface Dataset<T> {
  readonly length: number;
  item(index: number): T;
}

export interface LoaderOptions {
  /** How many items a batch holds; the last one holds what is left. */
  readonly batchSize: number;
  /** Draws from 0 up to but without 1. Where it is given, each pass goes through the items in an order of its own. */
  readonly random?: () => number;
}

/** The same dataset with `transform` done to each item, as the item is loaded and no sooner. */
export function mapped<T, U>(dataset: Dataset<T>, transform: (item: T) => U): Dataset<U> {
  return { length: dataset.length, item: (index) => transform(dataset.item(index)) };
}

/**
 * The items of a dataset in batches. Each `for … of` is a new pass, and makes each batch when it is pulled: no item is
 * loaded before its batch is asked for.
 */
export class DataLoader<T> implements Iterable<T[]> {
  readonly #dataset: Dataset<T>;
  readonly #options: LoaderOptions;

  constructor(dataset: Dataset<T>, options: LoaderOptions) {
    const { batchSize } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new RangeError(`DataLoader: a batch of ${String(batchSize)} items. Give a whole number, 1 or more.`);
    }
    this.#dataset = dataset;
    this.#options = options;
  }

  /** How many batches a pass has. */
  get length(): number {
    return Math.ceil(this.#dataset.length / this.#options.batchSize);
  }

  *[Symbol.iterator](): Generator<T[], void, unknown> {
    const { batchSize, random } = this.#options;
    const order = Array.from({ length: this.#dataset.length }, (_, index) => index);
    if (random !== undefined) shuffle(order, random);
    for (let start = 0; start < order.length; start += batchSize) {
      yield order.slice(start, start + batchSize).map((index) => this.#dataset.item(index));
    }
  }
}

/** Puts a list into a random order, in place; every order is as likely as any other (Fisher and Yates). */
function shuffle(list: number[], random: () => number): void {
  for (let left = list.length; left > 1; left--) {
    const drawn = Math.floor(random() * left);
    [list[left - 1], list[drawn]] = [list[drawn]!, list[left - 1]!];
  }
}
