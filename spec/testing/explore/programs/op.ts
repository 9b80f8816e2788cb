/** Small programs of tasks over the whole instruction set, as data: a family of operations each. */

export type StateOp =
  | { readonly do: "get" | "set" | "add"; readonly cell: number }
  | { readonly do: "cas"; readonly cell: number; readonly from: number }
  | { readonly do: "field" | "set-field"; readonly key: number }
  | { readonly do: "map-get" | "map-has" | "map-set" | "map-delete"; readonly key: number }
  | { readonly do: "set-has" | "set-add" | "set-delete"; readonly key: number }
  | { readonly do: "list-at" | "list-set"; readonly key: number }
  | { readonly do: "map-size" | "map-keys" | "set-values" | "push" | "pop" | "length" | "list" };

export type OwnOp =
  | { readonly do: "yield" | "pass" | "value" | "emit" | "emit-only" | "self" | "random" | "throw" | "signal" }
  | { readonly do: "setting" };

export type TimeOp =
  | { readonly do: "now" }
  | { readonly do: "sleep" | "sleep-until"; readonly time: number }
  | { readonly do: "timeout" | "deadline"; readonly time: number; readonly body: Body };

export type MessageOp =
  | { readonly do: "receive" | "reply" | "refuse" | "is-open" }
  | { readonly do: "send" | "post" | "ask" | "unread"; readonly to: number }
  | { readonly do: "receive-within"; readonly time: number }
  | { readonly do: "receive-from"; readonly from: number };

export type ChannelOp =
  | { readonly do: "put" | "take" | "next" | "try-put" | "try-take"; readonly channel: number }
  | { readonly do: "close" | "close-with" | "is-closed" | "size"; readonly channel: number }
  | { readonly do: "subscribe" | "unsubscribe" | "hear" | "tell" | "end-broadcast" | "listeners" }
  | { readonly do: "listen" | "event" | "heard" };

export type LockOp =
  | { readonly do: "lock"; readonly lock: number; readonly body: Body }
  | { readonly do: "hold" | "try-hold" | "try-lock" | "is-locked"; readonly lock: number }
  | { readonly do: "release" | "show" | "release-shown" }
  | { readonly do: "wait" | "wait-for" | "notify" | "notify-all" }
  | { readonly do: "read" | "write"; readonly body: Body }
  | { readonly do: "hold-read" | "hold-write" | "readers" | "writing" };

export type GateOp =
  | { readonly do: "permit"; readonly count: number; readonly body: Body }
  | { readonly do: "hold-permit" | "try-permit"; readonly count: number }
  | { readonly do: "give" | "available" }
  | { readonly do: "latch" | "open" | "count-down" | "is-latch-open"; readonly latch: number }
  | { readonly do: "meet" | "reset" | "meeting" }
  | { readonly do: "gate" | "settle" | "settle-badly" };

export type TaskOp =
  | { readonly do: "join" | "cancel" | "ask-to-cancel" | "interrupt" | "interrupt-now"; readonly task: number }
  | { readonly do: "state" | "done" | "waiting-for" | "outcome"; readonly task: number }
  | { readonly do: "cancel-within" | "ask-to-cancel-within"; readonly task: number; readonly time: number };

export type FamilyOp =
  | { readonly do: "spawn" | "spawn-supervised" | "spawn-daemon" | "spawn-bounded"; readonly body: Body }
  | { readonly do: "scope" | "supervise" | "shield" | "catch" | "call" | "inner" | "with"; readonly body: Body }
  | { readonly do: "retry"; readonly time: number; readonly body: Body }
  | { readonly do: "ensure" | "finally" | "use" | "start"; readonly body: Body; readonly after: Body }
  | { readonly do: "all" | "race" | "any" | "settled" | "limited" | "each"; readonly branches: readonly Body[] }
  | { readonly do: "select"; readonly waits: readonly Wait[]; readonly orElse: boolean };

export interface FaultOp {
  readonly do: "fails" | "link-put" | "link-take";
}

export type Op = StateOp | OwnOp | TimeOp | MessageOp | ChannelOp | LockOp | GateOp | TaskOp | FamilyOp | FaultOp;

export type Body = readonly Op[];

/** What a `select` can wait for. */
export type Wait =
  | { readonly wait: "take" | "put" | "next"; readonly channel: number }
  | { readonly wait: "receive" | "read" | "write" | "permit" | "gate" | "hear" | "heard" }
  | { readonly wait: "lock" | "latch"; readonly of: number }
  | { readonly wait: "receive-within" | "sleep"; readonly time: number }
  | { readonly wait: "join" | "send" | "ask"; readonly task: number };

/** The bodies of the tasks that are there from the start. */
export type SmallProgram = readonly Body[];

/** The operations of one name. */
export type Named<O extends Op, K extends O["do"]> = O extends unknown ? (K extends O["do"] ? O : never) : never;
