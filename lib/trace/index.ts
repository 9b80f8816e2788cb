/** What happened: recorder, fold and pictures. */
export const room = "trace";
