package org.sealdesk.crypt.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.policy.Limits;

/** Asks every reader what is in a file. The file's name and type are not believed. */
public final class FileReading {

    private final List<KeyReader> readers;
    private final List<Passphrase> passphrases;
    private final Limits limits;
    private final Instant at;

    /** @param passphrases tried on everything locked; stay the caller's */
    public FileReading(List<KeyReader> readers, List<Passphrase> passphrases, Limits limits, Instant at) {
        this.readers = readers;
        this.passphrases = passphrases;
        this.limits = limits;
        this.at = at;
    }

    /** At least one thing; the caller closes the secrets in it. */
    public List<Found> read(ImportFile file) {
        int size = file.content().size();
        if (size == 0) {
            return nothing("format.unsupported", "the file is empty; choose a file with a key or a certificate");
        }
        if (size > limits.mailOctets()) {
            return nothing(
                    "limit",
                    "the file has " + size + " octets, at most " + limits.mailOctets() + " are read; split it");
        }
        List<Found> found = new ArrayList<>();
        for (KeyReader reader : readers) {
            items(reader, file).forEach(item -> found.add(new Found(item, reader)));
        }
        return found.isEmpty()
                ? nothing(
                        "format.unsupported",
                        "no key or certificate found in this file; OpenPGP (armoured or binary), PEM, DER, PKCS#7 and "
                                + "PKCS#12 are read")
                : found;
    }

    private List<Item> items(KeyReader reader, ImportFile file) {
        try {
            return reader.read(file.content(), passphrases, at, limits);
        } catch (RuntimeException e) {
            // A parser that stumbles over one hostile file must not cost the others their import.
            return List.of(new Item.Failed(
                    ItemKind.UNKNOWN.code(),
                    "format.damaged",
                    "the file could not be read to its end (" + e.getClass().getSimpleName()
                            + "); nothing of it was taken"));
        }
    }

    private List<Found> nothing(String code, String reason) {
        return List.of(new Found(new Item.Failed(ItemKind.UNKNOWN.code(), code, reason), readers.get(0)));
    }

    /** @param reader who understands it */
    public record Found(Item item, KeyReader reader) {}
}
