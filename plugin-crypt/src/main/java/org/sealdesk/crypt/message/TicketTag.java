package org.sealdesk.crypt.message;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealdesk.crypt.mime.Headers;

/** The part of a subject by which hosts find the ticket of an answer: {@code [Ticket#1042]}. */
final class TicketTag {

    private static final Pattern TAG = Pattern.compile("\\[[A-Za-z0-9 _.-]{0,40}#[0-9A-Za-z-]{1,40}]");

    private TicketTag() {}

    static Optional<String> of(Headers headers) {
        Matcher matcher = TAG.matcher(headers.text("Subject").orElse(""));
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}
