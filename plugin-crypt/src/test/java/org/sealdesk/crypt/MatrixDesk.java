package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.crypt.engine.EngineRefusal;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.message.OpenRequest;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.message.PlanRequest;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.message.ProtectedCopy;
import org.sealdesk.crypt.message.ProtectionPlan;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.store.MemoryKeystore;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Our side: everything that works on mail, with a keystore in memory. */
final class MatrixDesk implements AutoCloseable {

    static final String SUBJECT = "Printer: Grüße";

    private final Path directory;
    private final InstantSource clock;
    final Core core;

    MatrixDesk(InstantSource clock) throws IOException {
        this.clock = clock;
        this.directory = Files.createTempDirectory("desk");
        SecureRandom random = new SecureRandom();
        MemoryKeystore keystore = new MemoryKeystore(clock.withZone(ZoneOffset.UTC), random);
        this.core = new Core(keystore, clock, directory.resolve("spill"), Duration.ofHours(1), random);
    }

    /** Takes keys whose owner somebody checked. */
    void take(byte[] keys) {
        imported(keys, TrustLevel.CONFIRMED, ImportOptions.Authorities.ORDINARY);
    }

    void takeAnchor(byte[] certificate) {
        imported(certificate, TrustLevel.UNVERIFIED, ImportOptions.Authorities.ANCHORS);
    }

    /** Takes keys that nobody looked at. */
    void takeUnchecked(byte[] keys) {
        imported(keys, TrustLevel.UNVERIFIED, ImportOptions.Authorities.ORDINARY);
    }

    private void imported(byte[] keys, TrustLevel trust, ImportOptions.Authorities authorities) {
        ImportReport report = core.importer()
                .importFiles(
                        List.of(new ImportFile("keys", Octets.of(keys))),
                        List.of(),
                        new ImportOptions(CertificateFacts.Source.ADMINISTRATOR, trust, Optional.empty(), authorities));
        assertThat(report.items()).isNotEmpty().noneMatch(i -> i.result() == ItemResult.FAILED);
    }

    OpenedMail open(byte[] mail) throws IOException {
        return core.opener()
                .open(new OpenRequest(
                        Content.of(mail), clock.instant(), Set.of(Technology.values()), OpenRequest.DEFAULT_REQUIRED));
    }

    /** A mail as a host would send it in clear. */
    static byte[] mail(String from, String to, byte[] entity) {
        return MailSample.joined(
                MailSample.octets("From: " + from + "\r\nTo: " + to
                        + "\r\nSubject: =?utf-8?q?Printer=3A_Gr=C3=BC=C3=9Fe?=\r\n"
                        + "Date: Wed, 10 Jun 2026 12:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n"
                        + "MIME-Version: 1.0\r\n"),
                entity);
    }

    ProtectedCopy protect(String from, String to, byte[] entity, ProtectionLevel level, Technology technology)
            throws IOException {
        List<PlanRecipient> recipients = List.of(new PlanRecipient(to, false));
        ProtectionPlan plan = core.planner()
                .plan(new PlanRequest(
                        from,
                        recipients,
                        Optional.of(level),
                        Optional.of(technology),
                        false,
                        false,
                        ProtectionPolicy.OPEN,
                        clock.instant()));
        assertThat(plan.obstacles()).isEmpty();
        try {
            List<ProtectedCopy> copies = core.protector()
                    .protect(
                            Content.of(mail(from, to, entity)),
                            plan,
                            recipients,
                            ProtectionPolicy.OPEN,
                            clock.instant());
            assertThat(copies).hasSize(1);
            return copies.get(0);
        } catch (EngineRefusal e) {
            throw new AssertionError(e);
        }
    }

    static byte[] octets(Content content) {
        try {
            return content.toArray(Integer.MAX_VALUE - 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        core.close();
        PeerProcess.deleteTree(directory);
    }
}
