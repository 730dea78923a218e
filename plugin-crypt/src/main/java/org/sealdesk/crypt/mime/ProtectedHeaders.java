package org.sealdesk.crypt.mime;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Header fields found in the cryptographic payload (RFC 9788, section 4). They are for display: the author stays who
 * the outer From says, and nothing here steers the host.
 *
 * @param fields all protected fields but those in {@code ignored}
 * @param mismatches where inside and outside do not say the same and should
 * @param ignored names of fields found inside that are for the host only, or contradict themselves
 * @param confidential names, in lower case, that were hidden or changed outside; a reply must not show them in clear
 */
public record ProtectedHeaders(
        Scheme scheme, Headers fields, List<Mismatch> mismatches, List<String> ignored, Set<String> confidential) {

    public ProtectedHeaders {
        mismatches = List.copyOf(mismatches);
        ignored = List.copyOf(ignored);
        confidential = Set.copyOf(confidential);
    }

    /** How the fields are protected. */
    public enum Scheme {
        NONE,
        /** {@code hp="clear"}: signed. */
        CLEAR,
        /** {@code hp="cipher"}: encrypted. */
        CIPHER,
        /** {@code protected-headers="v1"}, what came before RFC 9788. */
        OLD
    }

    /** @param outer empty if the field is missing outside */
    public record Mismatch(String name, String inner, Optional<String> outer) {}

    /** The subject the sender wrote. */
    public Optional<String> subject() {
        return fields.text("Subject");
    }
}
