package org.sealdesk.crypt.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.console.Console;
import org.sealdesk.crypt.audit.AuditEvent;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.key.Author;
import org.sealdesk.crypt.key.KeystoreDamaged;
import org.sealdesk.crypt.key.KeystoreLocked;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.octets.Octets;

/** {@code keys export --secret}: one own key, locked anew. */
final class SecretExport {

    private final Workbench bench;
    private final KeyListing listing;
    private final Arguments arguments;
    private final Inputs inputs;
    private final Console console;

    SecretExport(Workbench bench, KeyListing listing, Arguments arguments, Inputs inputs, Console console) {
        this.bench = bench;
        this.listing = listing;
        this.arguments = arguments;
        this.inputs = inputs;
        this.console = console;
    }

    int run() throws UsageException, IOException {
        if (arguments.rest().size() != 1) {
            throw new UsageException("export --secret takes one fingerprint");
        }
        String name = arguments.rest().get(0);
        List<StoredCertificate> found = listing.find(name);
        if (found.size() > 1) {
            throw new UsageException(name + " fits " + found.size() + " certificates: "
                    + String.join(
                            ", ",
                            found.stream()
                                    .map(c -> c.certificate().fingerprint().hex())
                                    .toList())
                    + "; give the whole fingerprint");
        }
        String reason = arguments
                .one("--reason")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new UsageException("export --secret needs --reason TEXT, for the audit log"));
        Optional<Path> out = arguments.one("--out").map(inputs::path);
        List<Passphrase> passphrases = inputs.passphrases(List.of(), arguments.all("--new-passphrase-file"));
        try {
            if (passphrases.isEmpty()) {
                throw new UsageException("export --secret needs --new-passphrase-file FILE");
            }
            return export(found.get(0), passphrases.get(0), reason, out);
        } finally {
            passphrases.forEach(Passphrase::close);
        }
    }

    private int export(StoredCertificate stored, Passphrase passphrase, String reason, Optional<Path> out)
            throws IOException {
        try (SecretKeyRecord secret =
                bench.keystore().open(stored.certificate().secretKeyId()).orElse(null)) {
            if (secret == null) {
                return failed("the secret key of " + stored.certificate().fingerprint() + " is not here");
            }
            Octets file = bench.exporter().export(secret, stored.certificate(), passphrase);
            record(stored, reason, "ok");
            if (out.isPresent()) {
                write(out.get(), file);
                console.out().println(out.get() + ": " + stored.certificate().fingerprint());
            } else {
                console.out().write(file.toArray());
            }
            return 0;
        } catch (EngineRefusal | KeystoreLocked | KeystoreDamaged e) {
            return refused(stored, reason, e);
        } catch (KeystoreUnavailable e) {
            return failed("nothing was written, because it could not be recorded. " + e.getMessage());
        } catch (FileAlreadyExistsException e) {
            return failed("the file " + out.orElseThrow() + " is there already; name another one");
        }
    }

    private int refused(StoredCertificate stored, String reason, Exception why) {
        try {
            record(stored, reason, why instanceof EngineRefusal refusal ? refusal.code() : "store.unreadable");
        } catch (KeystoreUnavailable e) {
            console.err().println("keys export: " + e.getMessage());
        }
        return failed(String.valueOf(why.getMessage()));
    }

    /** Before anything leaves. */
    private void record(StoredCertificate stored, String reason, String outcome) throws KeystoreUnavailable {
        if (bench.audit().isPresent()) {
            String subject = stored.certificate().fingerprint().hex();
            bench.audit()
                    .get()
                    .record(
                            new Author(Commands.AUTHOR, "secret.export", reason),
                            new AuditEvent("secret.export", subject, "", "", outcome));
        }
    }

    private int failed(String why) {
        console.err().println("keys export: " + why);
        return 1;
    }

    /** A new file that only its owner can read. */
    private static void write(Path file, Octets octets) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer left = ByteBuffer.wrap(octets.toArray());
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }
}
