package org.sealdesk.crypt.migrate;

import java.util.ArrayList;
import java.util.List;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.migrate.MigrationItem.Part;
import org.sealdesk.crypt.migrate.MigrationItem.Result;

/** Takes passwords over: each is tried on the key that its id names, and on no other. */
final class PasswordMove {

    private final PasswordVault vault;

    PasswordMove(PasswordVault vault) {
        this.vault = vault;
    }

    List<MigrationItem> move(PasswordList list) {
        List<MigrationItem> items = new ArrayList<>();
        for (PasswordList.Entry entry : list.entries()) {
            PasswordVault.Answer known = vault.test(entry.id());
            items.add(
                    known.code() == PasswordVault.Code.STORED
                            ? item(
                                    entry.id(),
                                    Result.UNCHANGED,
                                    "ok",
                                    "opens its key and is kept with it already",
                                    known)
                            : item(entry.id(), vault.set(entry.id(), entry.password())));
        }
        for (int line : list.strange()) {
            items.add(MigrationItem.of(
                    Part.PASSWORD,
                    "line " + line,
                    Result.FAILED,
                    "format.unsupported",
                    "line " + line + " of the passwords is not understood; write it as id=password",
                    List.of()));
        }
        return items;
    }

    private static MigrationItem item(String id, PasswordVault.Answer answer) {
        return switch (answer.code()) {
            case STORED -> item(id, Result.ADDED, "ok", "opens its key and is kept with it", answer);
            case NOT_NEEDED -> item(id, Result.UNCHANGED, "ok", "is not needed: the key here opens without it", answer);
            case NEEDED, WRONG ->
                item(id, Result.FAILED, "password.wrong", "does not open the key; ask whoever made it", answer);
            case NO_SUCH_KEY ->
                item(
                        id,
                        Result.FAILED,
                        "key.missing",
                        "belongs to no private key here; import the key, then set the password in the settings",
                        answer);
            case AMBIGUOUS ->
                item(
                        id,
                        Result.FAILED,
                        "key.ambiguous",
                        "the short id fits " + answer.fingerprints().size()
                                + " keys; set the password in the settings with the whole fingerprint",
                        answer);
            case STORE_LOCKED ->
                item(
                        id,
                        Result.FAILED,
                        "store.locked",
                        "the key store is locked; unlock it and run this again",
                        answer);
            case STORE_UNAVAILABLE ->
                item(id, Result.FAILED, "store.unavailable", "the key store can't be changed now", answer);
            case DAMAGED ->
                item(
                        id,
                        Result.FAILED,
                        "key.damaged",
                        "the record of the key is damaged; import the key again",
                        answer);
        };
    }

    private static MigrationItem item(
            String id, Result result, String code, String reason, PasswordVault.Answer answer) {
        return MigrationItem.of(
                Part.PASSWORD, id, result, code, "the password of " + id + " " + reason, answer.fingerprints());
    }
}
