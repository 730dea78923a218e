package org.sealdesk.harness.web;

import java.util.List;
import java.util.Optional;
import org.sealdesk.harness.ticket.TypedMail;

/**
 * The compose form as it stands: raw fields, to draw it again.
 *
 * @param ticket number, or empty for a new one
 * @param inReplyTo mail id of the article that it answers, or empty
 * @param quote what would be quoted
 * @param confidential whether the answered mail was encrypted
 * @param kept files of the draft that is being edited
 */
public record ComposeForm(
        String ticket,
        String inReplyTo,
        TypedMail typed,
        Optional<String> quote,
        boolean confidential,
        List<KeptFile> kept) {

    public ComposeForm {
        kept = List.copyOf(kept);
    }

    /**
     * A file that the draft has already.
     *
     * @param number place in the draft
     */
    public record KeptFile(int number, String name, int octets, boolean chosen) {}

    /** Key of the page's heading. */
    public String title() {
        if (typed.replaces().isPresent()) {
            return "compose.title.edit";
        }
        return inReplyTo.isEmpty() ? "compose.title" : "compose.title.reply";
    }

    ComposeForm withTyped(TypedMail next) {
        return new ComposeForm(ticket, inReplyTo, next, quote, confidential, kept);
    }

    ComposeForm withProtection(String next) {
        return withTyped(new TypedMail(
                typed.queue(),
                typed.to(),
                typed.cc(),
                typed.bcc(),
                typed.subject(),
                typed.text(),
                typed.withQuote(),
                next,
                typed.technology(),
                typed.replaces()));
    }
}
