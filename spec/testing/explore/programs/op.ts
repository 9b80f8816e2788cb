/** Small programs of tasks over the whole instruction set, as data. */

export type Op =
  // tracked state
  | { readonly do: "get" | "set" | "add"; readonly cell: number }
  | { readonly do: "cas"; readonly cell: number; readonly from: number }
  | { readonly do: "yield" | "now" | "throw" | "self" | "receive" | "emit" | "reply" }
  // messages
  | { readonly do: "send" | "post" | "ask"; readonly to: number }
  | { readonly do: "receive-within"; readonly time: number }
  // channels
  | { readonly do: "put" | "take" | "next" | "try-put" | "try-take" | "close" | "size"; readonly channel: number }
  // locks and the like
  | { readonly do: "lock"; readonly lock: number; readonly body: readonly Op[] }
  | { readonly do: "try-lock"; readonly lock: number }
  | { readonly do: "wait" | "notify" }
  | { readonly do: "read" | "write"; readonly body: readonly Op[] }
  | { readonly do: "permit"; readonly count: number; readonly body: readonly Op[] }
  | { readonly do: "latch" | "open" | "meet" | "gate" | "settle" }
  // time
  | { readonly do: "sleep"; readonly time: number }
  | { readonly do: "timeout"; readonly time: number; readonly body: readonly Op[] }
  // families
  | { readonly do: "spawn" | "spawn-supervised" | "spawn-daemon"; readonly body: readonly Op[] }
  | { readonly do: "join" | "cancel" | "ask-to-cancel" | "interrupt" | "state" | "done"; readonly task: number }
  | { readonly do: "cancel-within"; readonly task: number; readonly time: number }
  | { readonly do: "scope" | "supervise" | "shield" | "catch" | "call"; readonly body: readonly Op[] }
  | { readonly do: "ensure" | "finally" | "use"; readonly body: readonly Op[]; readonly after: readonly Op[] }
  | { readonly do: "all" | "race" | "any" | "settled" | "limited"; readonly branches: readonly (readonly Op[])[] }
  | { readonly do: "select"; readonly waits: readonly Wait[]; readonly orElse: boolean };

export type Wait =
  | { readonly wait: "take" | "put"; readonly channel: number }
  | { readonly wait: "receive" | "lock" | "latch" | "permit" | "gate" }
  | { readonly wait: "join"; readonly task: number }
  | { readonly wait: "sleep"; readonly time: number };

/** The bodies of the tasks that are there from the start. */
export type SmallProgram = readonly (readonly Op[])[];
