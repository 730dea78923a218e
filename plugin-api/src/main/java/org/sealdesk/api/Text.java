package org.sealdesk.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Words for a person: a key into the plugin's texts with arguments, or data as it is. Never markup: hosts escape,
 * strip control characters and isolate the direction of every text, because user ids and subjects are written by
 * strangers.
 *
 * @param key name in {@link TextSource}; empty for data
 * @param args what {@code {0}}, {@code {1}} … stand for: {@code String}, {@code Integer}, {@code Long},
 *     {@code Instant}, {@code LocalDate} or {@code Text}
 * @param fallback the text in English with its arguments filled in, for hosts without a {@link TextSource} and for logs
 */
public record Text(String key, List<Object> args, String fallback) {

    public Text {
        args = List.copyOf(args);
        for (Object arg : args) {
            if (!(arg instanceof String
                    || arg instanceof Integer
                    || arg instanceof Long
                    || arg instanceof Instant
                    || arg instanceof LocalDate
                    || arg instanceof Text)) {
                throw new IllegalArgumentException("argument of text " + key + " has type " + arg.getClass());
            }
        }
    }

    /** Text that stands for itself: a name, an address, a fingerprint. */
    public static Text data(String value) {
        return new Text("", List.of(), value);
    }

    /** True for text that has no key and is shown as it is. */
    public boolean isData() {
        return key.isEmpty();
    }

    /** The English text. */
    @Override
    public String toString() {
        return fallback;
    }
}
