package org.sealdesk.crypt.smime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.key.Passphrase;

/** The passphrases to try on what is locked, the empty one last. */
final class Passwords {

    private final List<Passphrase> given;

    Passwords(List<Passphrase> given) {
        this.given = given.stream().filter(p -> !p.isEmpty()).toList();
    }

    /** Tries to open something with one passphrase. */
    interface Attempt<T> {
        /** @return empty if it did not fit; the caller wipes the characters */
        Optional<T> open(char[] passphrase);
    }

    <T> Optional<T> first(Attempt<T> attempt) {
        for (char[] candidate : candidates()) {
            try {
                Optional<T> opened = attempt.open(candidate);
                if (opened.isPresent()) {
                    return opened;
                }
            } finally {
                Arrays.fill(candidate, '\0');
            }
        }
        return Optional.empty();
    }

    private List<char[]> candidates() {
        List<char[]> all = new ArrayList<>();
        given.forEach(p -> all.add(p.toChars()));
        all.add(new char[0]);
        return all;
    }

    /** What to say when none fitted. */
    Item.Failed failed(String kind, String what) {
        return given.isEmpty()
                ? new Item.Failed(kind, "password.needed", what + " is locked; give its password")
                : new Item.Failed(kind, "password.wrong", what + " is locked, and no password that was given opens it");
    }
}
