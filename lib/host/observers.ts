import type { Kernel } from "../kernel/kernel.js";
import { Observer } from "../kernel/observer.js";

type Method = Exclude<keyof Observer, never>;

/** Passes on to several observers what the kernel tells one. An observer that throws keeps nothing from the others. */
export class Observers {
  private readonly kernel: Kernel;
  private readonly all: Observer[] = [];

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  add(observer: Observer): () => void {
    this.all.push(observer);
    this.kernel.observer ??= this.relay();
    return () => this.remove(observer);
  }

  private remove(observer: Observer): void {
    const index = this.all.indexOf(observer);
    if (index >= 0) this.all.splice(index, 1);
    if (this.all.length === 0) this.kernel.observer = null;
  }

  private relay(): Observer {
    const relay = new Observer();
    for (const method of Object.getOwnPropertyNames(Observer.prototype) as (Method | "constructor")[]) {
      if (method === "constructor") continue;
      relay[method] = (...args: unknown[]) => this.tell(method, args);
    }
    return relay;
  }

  private tell(method: Method, args: unknown[]): void {
    for (const observer of this.all) {
      try {
        (observer[method] as (...args: unknown[]) => void)(...args);
      } catch (error) {
        this.kernel.reporter.listenerErrors.push(error);
      }
    }
  }
}
