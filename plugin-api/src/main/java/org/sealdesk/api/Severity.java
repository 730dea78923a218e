package org.sealdesk.api;

/** How much a {@link Problem} matters to its reader. */
public enum Severity {
    /** Nothing to do. */
    INFO,
    /** Works today, needs attention. */
    WARNING,
    /** Does not work. */
    ERROR
}
