package org.sealdesk.crypt.message;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.crypt.verdict.Finding;
import org.sealdesk.crypt.verdict.FindingCode;
import org.sealdesk.crypt.verdict.JudgedSignature;
import org.sealdesk.crypt.verdict.Layer;

/**
 * Whether a signature was made when its mail was written. A mail that somebody sends a second time, to another desk or in
 * another matter, is signed as rightly as the first one.
 */
final class SignatureAge {

    /** One program writes both times, one after the other. */
    private static final Duration APART = Duration.ofHours(1);

    /** A mail is not on its way for longer. */
    private static final Duration OLD = Duration.ofDays(7);

    private final Optional<Instant> date;
    private final Instant receivedAt;

    /** @param date what the mail says; empty if it says nothing clear */
    SignatureAge(Optional<Instant> date, Instant receivedAt) {
        this.date = date;
        this.receivedAt = receivedAt;
    }

    List<Finding> findings(List<Layer> layers) {
        List<Finding> findings = new ArrayList<>();
        layers.stream()
                .flatMap(layer -> layer instanceof Layer.Signed signed ? signed.signatures().stream() : Stream.of())
                .map(JudgedSignature::outcome)
                .flatMap(outcome -> outcome.facts().signedAt().stream())
                .filter(this::isOdd)
                .forEach(at ->
                        findings.add(Finding.of(FindingCode.OLD_SIGNATURE, text(at), text(date.orElse(receivedAt)))));
        return findings;
    }

    private boolean isOdd(Instant signedAt) {
        boolean apart = date.filter(d -> Duration.between(signedAt, d).abs().compareTo(APART) > 0)
                .isPresent();
        return apart || Duration.between(signedAt, receivedAt).compareTo(OLD) > 0;
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
