package org.sealdesk.api.mail;

/** When a hook runs. Within a phase {@link HookInfo#after()} and {@link HookInfo#before()} decide, then the id. */
public enum Phase {
    /** Outgoing: footers, content checks. */
    CONTENT,
    /** Outgoing: sign, encrypt. Afterwards the protected part must not change. */
    PROTECT,
    /** Outgoing: DKIM and the like. */
    TRANSPORT,
    /** Incoming: raw, before anything is parsed. */
    RECEIVE,
    /** Incoming: decrypt, verify. */
    UNPROTECT,
    /** Incoming: spam, routing; sees readable text. */
    CLASSIFY
}
