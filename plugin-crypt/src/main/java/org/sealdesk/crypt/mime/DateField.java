package org.sealdesk.crypt.mime;

import jakarta.mail.internet.MailDateFormat;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a mail says it was written (RFC 5322, section 3.6.1). */
public final class DateField {

    /** Longer than any date with its comment. */
    private static final int MAX_LENGTH = 200;

    private DateField() {}

    /** Empty without exactly one date that can be read. */
    public static Optional<Instant> of(Headers headers) {
        List<HeaderField> dates = headers.all("Date");
        if (dates.size() != 1 || dates.get(0).value().length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(
                            new MailDateFormat().parse(dates.get(0).value().strip()))
                    .map(java.util.Date::toInstant);
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
