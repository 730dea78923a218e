package org.sealdesk.crypt.admin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.engine.UnlockedKeys;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.octets.Octets;

/**
 * Keeps the files of an import for a few minutes, sealed in memory, so that a forgotten or mistyped password does not cost
 * the upload. A token opens what its own maker sent, and nothing else.
 */
final class PendingUploads {

    static final Duration KEPT = Duration.ofMinutes(10);

    private static final int MAX_UPLOADS = 8;
    private static final int MAX_OCTETS = 4 * 1024 * 1024;
    private static final int TOKEN_OCTETS = 16;

    private final UnlockedKeys sealed;
    private final SecureRandom random;
    private final Deque<Octets> order = new ArrayDeque<>();

    PendingUploads(InstantSource clock, SecureRandom random) {
        this.sealed = new UnlockedKeys(KEPT, clock, random);
        this.random = random;
    }

    /** @return the token, hexadecimal; empty if the files are too large to keep */
    synchronized Optional<String> keep(String actor, List<ImportFile> files) {
        long octets = files.stream().mapToLong(f -> f.content().size()).sum();
        if (octets > MAX_OCTETS) {
            return Optional.empty();
        }
        byte[] tokenOctets = new byte[TOKEN_OCTETS];
        random.nextBytes(tokenOctets);
        Octets token = Octets.of(tokenOctets);
        byte[] plain = encode(actor, files);
        sealed.keep(token, plain);
        Arrays.fill(plain, (byte) 0);
        order.addLast(token);
        while (order.size() > MAX_UPLOADS) {
            sealed.forget(order.removeFirst());
        }
        return Optional.of(token.hex());
    }

    /** The files behind a token; empty if it is over, unknown or somebody else's. */
    synchronized List<ImportFile> find(String actor, String token) {
        if (!token.matches("[0-9A-F]{" + 2 * TOKEN_OCTETS + "}")) {
            return List.of();
        }
        Optional<byte[]> plain = sealed.find(Octets.ofHex(token));
        if (plain.isEmpty()) {
            return List.of();
        }
        try {
            return decode(actor, plain.get());
        } finally {
            Arrays.fill(plain.get(), (byte) 0);
        }
    }

    synchronized void forget(String token) {
        if (token.matches("[0-9A-F]{" + 2 * TOKEN_OCTETS + "}")) {
            Octets name = Octets.ofHex(token);
            sealed.forget(name);
            order.remove(name);
        }
    }

    private static byte[] encode(String actor, List<ImportFile> files) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeUTF(actor);
            out.writeInt(files.size());
            for (ImportFile file : files) {
                out.writeUTF(file.name());
                out.writeInt(file.content().size());
                out.write(file.content().toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    private static List<ImportFile> decode(String actor, byte[] plain) {
        List<ImportFile> files = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain))) {
            if (!in.readUTF().equals(actor)) {
                return List.of();
            }
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                files.add(new ImportFile(name, Octets.of(in.readNBytes(in.readInt()))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
