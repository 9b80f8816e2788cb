/** Goes through a collection, and says what is looked at: before each item, and when there is one. */
export class WatchedIterator<From, To> {
  private readonly items: Iterator<From>;
  private readonly before: () => void;
  private readonly take: (item: From) => To;

  constructor(items: Iterator<From>, before: () => void, take: (item: From) => To) {
    this.items = items;
    this.before = before;
    this.take = take;
  }

  next(): IteratorResult<To, undefined> {
    this.before();
    const result = this.items.next();
    return result.done === true ? { done: true, value: undefined } : { done: false, value: this.take(result.value) };
  }
}

/** What the language's iterators inherit from: `[Symbol.iterator]`, and on newer engines `map`, `filter` and so on. */
const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;
Object.setPrototypeOf(WatchedIterator.prototype, iterators);
