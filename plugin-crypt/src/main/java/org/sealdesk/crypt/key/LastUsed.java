package org.sealdesk.crypt.key;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * On which days a certificate, or the secret key that belongs to it, was last used.
 *
 * @param days UTC; a use that never happened is not in it
 */
public record LastUsed(Map<Use, LocalDate> days) {

    public static final LastUsed NEVER = new LastUsed(Map.of());

    public LastUsed {
        days = Map.copyOf(days);
    }

    public Optional<LocalDate> day(Use use) {
        return Optional.ofNullable(days.get(use));
    }

    /** With the later day of each use. */
    public LastUsed and(LastUsed other) {
        Map<Use, LocalDate> later = new EnumMap<>(Use.class);
        later.putAll(days);
        other.days.forEach((use, day) -> later.merge(use, day, (a, b) -> a.isBefore(b) ? b : a));
        return new LastUsed(later);
    }

    public enum Use {
        SIGNING,
        ENCRYPTING,
        OPENING,
        VERIFYING
    }
}
