package org.sealdesk.crypt.verdict;

import java.util.List;

/**
 * A remark for the reader beside the summary.
 *
 * @param arguments values for the text of the code, in the order the code states
 */
public record Finding(FindingCode code, List<String> arguments) {

    public Finding {
        arguments = List.copyOf(arguments);
    }

    public static Finding of(FindingCode code, String... arguments) {
        return new Finding(code, List.of(arguments));
    }
}
