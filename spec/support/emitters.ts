/** Emitters of every kind that `on` takes. */
import { EventEmitter as EventEmitter3 } from "eventemitter3";
import { EventEmitter } from "node:events";

/** An emitter of some kind, and what can be asked of it. */
export interface Kind {
  readonly emitter: EventEmitter;
  emit(event: string, ...args: unknown[]): void;
  listeners(event: string): number;
}

export function node(): Kind {
  const emitter = new EventEmitter();
  return {
    emitter,
    emit: (event, ...args) => void emitter.emit(event, ...args),
    listeners: (event) => emitter.listenerCount(event),
  };
}

export function eventemitter3(): Kind {
  const emitter = new EventEmitter3();
  return {
    emitter: emitter as unknown as EventEmitter,
    emit: (event, ...args) => void emitter.emit(event, ...args),
    listeners: (event) => emitter.listenerCount(event),
  };
}

/** A DOM target, whose events carry what is emitted. */
export function target(): Kind {
  const emitter = new EventTarget();
  const add = jest.spyOn(emitter, "addEventListener");
  const remove = jest.spyOn(emitter, "removeEventListener");
  return {
    emitter: emitter as unknown as EventEmitter,
    emit: (event, ...args) => void emitter.dispatchEvent(Object.assign(new Event(event), { detail: args[0] })),
    listeners: () => add.mock.calls.length - remove.mock.calls.length,
  };
}

/** A minimal one, with the old name for taking listeners off. */
export function older(): Kind {
  const all = new Set<(...args: unknown[]) => void>();
  const emitter = {
    on: (_event: string, listener: () => void) => all.add(listener),
    removeListener: (_event: string, listener: () => void) => all.delete(listener),
  };
  return {
    emitter: emitter as unknown as EventEmitter,
    emit: (_event, ...args) => all.forEach((listener) => listener(...args)),
    listeners: () => all.size,
  };
}
