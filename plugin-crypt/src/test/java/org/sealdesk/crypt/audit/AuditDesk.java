package org.sealdesk.crypt.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.intake.MapKeystore;
import org.sealdesk.crypt.intake.MovableClock;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.CertificateFacts.Source;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.TrustLevel;

/** A log in files over a keystore in memory. */
final class AuditDesk implements AutoCloseable {

    final MovableClock clock = new MovableClock();
    final MapKeystore keystore = new MapKeystore(clock);
    final List<AuditEntry> told = new ArrayList<>();
    final Path directory;
    AuditLog log;

    AuditDesk(Path directory) throws IOException {
        this.directory = directory;
        this.log = open();
    }

    private AuditLog open() throws IOException {
        return AuditLog.open(directory, keystore, clock, told::add);
    }

    void reopen() throws IOException {
        log.close();
        log = open();
    }

    AuditReport reportOfFiles() throws IOException {
        return AuditLog.verify(directory, keystore.auditHead());
    }

    List<AuditEntry> all() throws IOException {
        return log.list(new AuditPage.Query("", java.util.OptionalLong.empty(), 1000))
                .entries();
    }

    Path file() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".jsonl"))
                    .sorted()
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }
    }

    List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(file(), StandardCharsets.UTF_8));
    }

    void write(List<String> lines) throws IOException {
        Files.writeString(file(), String.join("\n", lines) + (lines.isEmpty() ? "" : "\n"));
    }

    static Change put(int number) throws Exception {
        return new Change.PutCertificate(
                certificate(number),
                CertificateFacts.added(Source.ADMINISTRATOR, TrustLevel.UNVERIFIED, Instant.EPOCH));
    }

    static Certificate certificate(int number) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(new byte[] {(byte) number});
        Fingerprint fingerprint = Fingerprint.of(Fingerprint.Kind.PGP_V4, digest);
        Validity validity = new Validity(Instant.EPOCH, Optional.of(Instant.EPOCH.plus(Duration.ofDays(10_000))));
        String address = "person" + number + "@example.org";
        return new Certificate(
                fingerprint,
                Octets.of(digest),
                List.of("Person " + number + " <" + address + ">"),
                Set.of(MailAddress.parse(address).orElseThrow()),
                List.of(new ComponentKey(
                        fingerprint,
                        Octets.of(digest),
                        "RSA",
                        3072,
                        "RSA 3072",
                        Set.of(Capability.SIGN),
                        validity,
                        Optional.empty())),
                validity,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
