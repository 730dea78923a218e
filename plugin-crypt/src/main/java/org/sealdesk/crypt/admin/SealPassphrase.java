package org.sealdesk.crypt.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.crypt.admin.KeystoreDesk.Work;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.text.Texts;

/** The fields for a passphrase that seals the keystore: once for the present one, twice for a new one. */
final class SealPassphrase {

    static final String PASSPHRASE = "passphrase";

    private static final String AGAIN = "again";

    private SealPassphrase() {}

    /** Empty if the work needs no passphrase. */
    static List<Field> fields(Work work, KeystoreCare.Seal seal, Texts texts) {
        boolean present = work == Work.UNLOCK && seal.opensWithPassphrase();
        if (present) {
            return List.of(field(PASSPHRASE, "keystore.passphrase", texts));
        }
        boolean fresh = seal.wantsPassphrase() && (work == Work.ROTATE_KEK || work == Work.UNLOCK);
        return fresh
                ? List.of(
                        field(PASSPHRASE, "keystore.passphrase.new", texts),
                        field(AGAIN, "keystore.passphrase.again", texts))
                : List.of();
    }

    private static Field field(String name, String key, Texts texts) {
        return new Field(
                name,
                Field.Kind.PASSWORD,
                texts.of(key),
                "",
                texts.find(key + ".help").map(help -> texts.of(key + ".help", KeystoreCare.MIN_PASSPHRASE_CHARACTERS)),
                Optional.empty(),
                List.of(),
                true);
    }

    /** What was typed; empty if it cannot be meant. */
    static Optional<Passphrase> typed(AdminRequest request, List<Field> asked) {
        List<char[]> typed = new ArrayList<>();
        asked.forEach(field -> typed.add(request.secret(field.name())));
        try {
            char[] first = typed.get(0);
            boolean same = typed.stream().allMatch(again -> Arrays.equals(first, again));
            boolean enough =
                    asked.size() == 1 ? first.length > 0 : first.length >= KeystoreCare.MIN_PASSPHRASE_CHARACTERS;
            return same && enough ? Optional.of(Passphrase.of(first)) : Optional.empty();
        } finally {
            typed.forEach(chars -> Arrays.fill(chars, '\0'));
        }
    }
}
