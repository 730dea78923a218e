package org.sealdesk.api.admin;

/** What a chip or banner means, beside its words; never the only carrier of meaning. */
public enum Tone {
    GOOD,
    NEUTRAL,
    WARN,
    STOP,
    MUTED
}
