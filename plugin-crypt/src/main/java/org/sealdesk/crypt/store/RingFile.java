package org.sealdesk.crypt.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sealdesk.crypt.octets.Octets;

/**
 * The data keys, wrapped, as a file. Kept twice, because without it every secret is lost.
 *
 * @param kdf how the key they are wrapped with comes from a passphrase; empty for a key that is kept somewhere
 * @param check opens with the right key only, and tells a wrong key from a damaged file
 * @param keys oldest first
 */
record RingFile(StoreId storeId, Optional<PassphraseKdf> kdf, Octets check, List<Wrapped> keys) {

    static final String NAME = "secrets.ring";
    static final String COPY = "secrets.ring.copy";

    private static final int VERSION = 1;

    /** With a {@link PassphraseKdf}; programs that know none refuse it. */
    private static final int VERSION_WITH_KDF = 2;

    private static final byte[] MAGIC = {'S', 'D', 'R', 'I', 'N', 'G'};

    record Wrapped(int id, Instant created, Octets wrapped) {}

    void write(StoreFolder folder) throws IOException {
        byte[] octets = encode();
        folder.write(COPY, octets);
        folder.write(NAME, octets);
    }

    byte[] encode() {
        OctetWriter out = new OctetWriter()
                .raw(MAGIC)
                .u16(kdf.isPresent() ? VERSION_WITH_KDF : VERSION)
                .raw(storeId.octets().toArray());
        kdf.ifPresent(k -> PassphraseKdf.write(out, k));
        return out.block(check)
                .list(
                        keys,
                        (item, key) -> item.i32(key.id()).instant(key.created()).block(key.wrapped()))
                .checksum()
                .toArray();
    }

    /**
     * The first of the two that is whole.
     *
     * @return empty if there is neither file
     * @throws Malformed if there are files but none is whole
     */
    static Optional<RingFile> read(StoreFolder folder, Consumer<String> findings) throws IOException, Malformed {
        return readAll(folder, findings).stream().findFirst();
    }

    /**
     * Those of the two that are whole. They differ only while somebody is changing them.
     *
     * @return empty if there is neither file
     * @throws Malformed if there are files but none is whole
     */
    static List<RingFile> readAll(StoreFolder folder, Consumer<String> findings) throws IOException, Malformed {
        Optional<Malformed> damage = Optional.empty();
        List<RingFile> whole = new ArrayList<>();
        for (String name : List.of(NAME, COPY)) {
            Path file = folder.file(name);
            if (!Files.exists(file)) {
                continue;
            }
            try {
                whole.add(decode(Files.readAllBytes(file)));
            } catch (Malformed e) {
                findings.accept(file + " is damaged: " + e.getMessage() + ".");
                damage = Optional.of(e);
            }
        }
        if (whole.isEmpty() && damage.isPresent()) {
            throw damage.get();
        }
        return whole;
    }

    /** Makes the one of the two that is missing or damaged anew from the other; a damaged one goes to quarantine. */
    static void mend(StoreFolder folder, StoreId storeId, Consumer<String> findings) {
        mend(folder, storeId, NAME, COPY, findings);
        mend(folder, storeId, COPY, NAME, findings);
    }

    private static void mend(
            StoreFolder folder, StoreId storeId, String name, String other, Consumer<String> findings) {
        try {
            Optional<byte[]> source = whole(folder, storeId, other);
            if (source.isEmpty() || whole(folder, storeId, name).isPresent()) {
                return;
            }
            if (Files.exists(folder.file(name))) {
                findings.accept(folder.file(name) + " was damaged. It was moved to " + folder.quarantine(name)
                        + " and written anew from " + other + ". Check the disk.");
            }
            folder.write(name, source.get());
        } catch (IOException e) {
            findings.accept(folder.file(name) + " could not be mended: " + e.getMessage() + ". " + other
                    + " is whole, so nothing is lost yet. Check the disk.");
        }
    }

    private static Optional<byte[]> whole(StoreFolder folder, StoreId storeId, String name) throws IOException {
        if (!Files.exists(folder.file(name))) {
            return Optional.empty();
        }
        byte[] octets = Files.readAllBytes(folder.file(name));
        try {
            return decode(octets).storeId().equals(storeId) ? Optional.of(octets) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    static RingFile decode(byte[] octets) throws Malformed {
        OctetReader in = OctetReader.checked(octets);
        if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) {
            throw new Malformed("not a ring of data keys");
        }
        int version = in.u16();
        if (version < VERSION || version > VERSION_WITH_KDF) {
            throw new Malformed(
                    "ring of version " + version + ", this program reads " + VERSION + " to " + VERSION_WITH_KDF);
        }
        RingFile ring = new RingFile(
                new StoreId(Octets.of(in.raw(StoreId.OCTETS))),
                version == VERSION_WITH_KDF ? Optional.of(PassphraseKdf.read(in)) : Optional.empty(),
                in.octets(),
                in.list(item -> new Wrapped(item.i32(), item.instant(), item.octets())));
        in.end();
        if (ring.keys().isEmpty()) {
            throw new Malformed("ring without a key");
        }
        return ring;
    }
}
