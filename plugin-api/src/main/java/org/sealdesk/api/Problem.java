package org.sealdesk.api;

import java.util.List;

/**
 * Something a person should know: what, why, and what to do next.
 *
 * @param code stable name such as {@code key.missing}; codes are API, texts are not
 * @param what one sentence that names the thing
 * @param why the rule and the values that led here; data with an empty fallback if there is nothing to add
 */
public record Problem(String code, Severity severity, Text what, Text why, List<Fix> fixes) {

    public Problem {
        fixes = List.copyOf(fixes);
    }
}
