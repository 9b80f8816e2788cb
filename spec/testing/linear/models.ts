/** Sequential models that the specs share. */

export class Register {
  private value = 0;

  write(value: number): void {
    this.value = value;
  }

  read(): number {
    return this.value;
  }

  cas(from: number, to: number): boolean {
    if (this.value !== from) return false;
    this.value = to;
    return true;
  }
}

export class Queue {
  private readonly items: unknown[] = [];

  push(item: unknown): void {
    this.items.push(item);
  }

  pop(): unknown {
    return this.items.shift();
  }
}

export class Stack {
  private readonly items: unknown[] = [];

  push(item: unknown): void {
    this.items.push(item);
  }

  pop(): unknown {
    if (this.items.length === 0) throw new RangeError("empty");
    return this.items.pop();
  }
}

export class IntSet {
  private readonly items = new Set<number>();

  add(item: number): boolean {
    if (this.items.has(item)) return false;
    this.items.add(item);
    return true;
  }

  remove(item: number): boolean {
    return this.items.delete(item);
  }

  has(item: number): boolean {
    return this.items.has(item);
  }
}

export class KeyValue {
  private readonly values = new Map<string, unknown>();

  put(key: string, value: unknown): void {
    this.values.set(key, value);
  }

  get(key: string): unknown {
    return this.values.get(key);
  }
}

export class Counter {
  private count = 0;

  increment(): number {
    return ++this.count;
  }

  read(): number {
    return this.count;
  }
}
