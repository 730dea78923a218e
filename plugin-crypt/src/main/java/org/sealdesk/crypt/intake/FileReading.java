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
            return nothing(file, "format.unsupported", "the file is empty; choose a file with a key or a certificate");
        }
        if (size > limits.mailOctets()) {
            return nothing(
                    file,
                    "limit",
                    "the file has " + size + " octets, at most " + limits.mailOctets() + " are read; split it");
        }
        return KeyArchive.is(file.content()) ? unpacked(file) : readOne(file);
    }

    private List<Found> unpacked(ImportFile archive) {
        KeyArchive.Contents contents = KeyArchive.open(archive, limits);
        List<Found> found = new ArrayList<>();
        for (ImportFile file : contents.files()) {
            found.addAll(
                    KeyArchive.is(file.content())
                            ? nothing(
                                    file,
                                    "format.unsupported",
                                    "an archive within an archive is not opened; unpack it and import what is in it")
                            : readOne(file));
        }
        contents.trouble().ifPresent(t -> found.addAll(nothing(archive, t.code(), t.reason())));
        return found;
    }

    private List<Found> readOne(ImportFile file) {
        if (Magic.isJavaKeyStore(file.content())) {
            return nothing(
                    file,
                    "format.unsupported",
                    "a Java key store (JKS or JCEKS) is not read; convert it with keytool -importkeystore -srckeystore"
                            + " FILE -destkeystore FILE.p12 -deststoretype PKCS12 and import FILE.p12");
        }
        List<Found> found = new ArrayList<>();
        for (KeyReader reader : readers) {
            items(reader, file).forEach(item -> found.add(new Found(file.name(), item, reader)));
        }
        return found.isEmpty()
                ? nothing(
                        file,
                        "format.unsupported",
                        "no key or certificate found in this file; OpenPGP (armoured, binary or GnuPG's files), PEM, DER, "
                                + "PKCS#7, PKCS#12 and a ZIP of them are read")
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

    private List<Found> nothing(ImportFile file, String code, String reason) {
        return List.of(new Found(file.name(), new Item.Failed(ItemKind.UNKNOWN.code(), code, reason), readers.get(0)));
    }

    /**
     * @param file for people: a file in an archive has the archive's name before its own
     * @param reader who understands it
     */
    public record Found(String file, Item item, KeyReader reader) {}
}
