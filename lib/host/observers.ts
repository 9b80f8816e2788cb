import type { Kernel } from "../kernel/kernel.js";
import { Observer, type Observed } from "../kernel/observer.js";
import { allTasks } from "../kernel/report.js";
import type { Task } from "../kernel/task.js";

/** What an observer hears once it is attached. */
type Method = Exclude<keyof Observer, "attached">;

/** Lets an observer hear all that a kernel does; returns a function that takes it off again. */
export function observe(kernel: Kernel, observer: Observer): () => void {
  const relay = kernel.observer instanceof Relay ? kernel.observer : new Relay(kernel);
  return relay.add(observer);
}

/** Passes on to several observers what the kernel tells one. An observer that throws keeps nothing from the others. */
class Relay extends Observer {
  private readonly kernel: Kernel;
  private all: readonly Observer[] = [];

  constructor(kernel: Kernel) {
    super();
    this.kernel = kernel;
    for (const method of Object.getOwnPropertyNames(Observer.prototype) as (Method | "constructor" | "attached")[]) {
      if (method === "constructor" || method === "attached") continue;
      this[method] = (...args: unknown[]) => this.tell(method, args);
    }
  }

  add(observer: Observer): () => void {
    const detach = (): void => this.remove(observer);
    observer.attached(watch(this.kernel), detach);
    this.all = [...this.all, observer];
    this.kernel.observer = this;
    return detach;
  }

  /** The list is made anew, so that one that is being told of something is told to all. */
  private remove(observer: Observer): void {
    this.all = this.all.filter((other) => other !== observer);
    if (this.all.length === 0 && this.kernel.observer === this) this.kernel.observer = null;
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

function watch(kernel: Kernel): Observed {
  return {
    order: kernel.order.name,
    seed: kernel.seed,
    startTime: kernel.startTime,
    get now(): number {
      return kernel.now;
    },
    get running(): Task | null {
      return kernel.running;
    },
    get driving(): boolean {
      return kernel.driving;
    },
    tasks: () => allTasks(kernel),
    ready: () => kernel.order.list(),
  };
}
