package org.sealdesk.crypt.message;

import java.util.Optional;
import org.sealdesk.crypt.mime.MimePart;
import org.sealdesk.crypt.mime.ProtectedHeaders;
import org.sealdesk.crypt.verdict.CryptographicSummary;

/**
 * A mail with its verdict; both are made together, after all checks.
 *
 * @param outer the mail as it came; empty if it passes a limit and was not taken apart
 * @param payload the root of what was inside the envelope; empty if nothing was opened: then the mail is shown as it is
 * @param headers what the payload says of the mail's header fields; present with a payload
 */
public record OpenedMail(
        CryptographicSummary summary,
        Optional<MimePart> outer,
        Optional<MimePart> payload,
        Optional<ProtectedHeaders> headers) {

    /** What a reader sees: the payload, or the mail itself. */
    public Optional<MimePart> shown() {
        return payload.or(() -> outer);
    }

    /** The subject its author wrote: the protected one if there is one. */
    public String subject() {
        return headers.flatMap(ProtectedHeaders::subject)
                .or(() -> outer.flatMap(o -> o.headers().text("Subject")))
                .orElse("");
    }

    /** The From field as it came, decoded for people. */
    public String from() {
        return outer.flatMap(o -> o.headers().text("From")).orElse("");
    }
}
