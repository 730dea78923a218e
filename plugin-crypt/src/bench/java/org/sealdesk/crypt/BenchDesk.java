package org.sealdesk.crypt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.message.OpenRequest;
import org.sealdesk.crypt.message.OpenedMail;
import org.sealdesk.crypt.message.PlanRequest;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.message.ProtectedCopy;
import org.sealdesk.crypt.message.ProtectionPlan;
import org.sealdesk.crypt.mime.PayloadText;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.store.MemoryKeystore;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** The plugin with one key of one's own, and the mails that a benchmark opens and protects. */
final class BenchDesk implements AutoCloseable {

    static final String ADDRESS = "ann@example.org";

    private static final int LINE_OCTETS = 57;

    private final Core core;
    private final Path spill;
    private final Technology technology;

    BenchDesk(Technology technology, List<ImportFile> files, boolean anchors) throws IOException {
        this.technology = technology;
        this.spill = Files.createTempDirectory("bench-spill");
        Clock clock = Clock.systemUTC();
        this.core = new Core(
                new MemoryKeystore(clock, new SecureRandom()), clock, spill, Duration.ofHours(1), new SecureRandom());
        ImportOptions options = new ImportOptions(
                CertificateFacts.Source.ADMINISTRATOR,
                TrustLevel.CONFIRMED,
                Optional.empty(),
                anchors ? ImportOptions.Authorities.ANCHORS : ImportOptions.Authorities.ORDINARY);
        Passphrase passphrase = Passphrase.of("bench".toCharArray());
        ImportReport report = core.importer().importFiles(files, List.of(passphrase), options);
        if (report.items().stream().noneMatch(i -> i.secret() && i.canSign() && i.canEncrypt())) {
            throw new IllegalStateException("the key did not come in: " + report);
        }
    }

    static ImportFile file(String name, byte[] octets) {
        return new ImportFile(name, Octets.of(octets));
    }

    /** A mail with a short text and an attachment of random octets, of about this size. */
    static byte[] mail(int size) {
        byte[] random = new byte[size * 3 / 4];
        new java.util.Random(1).nextBytes(random);
        StringBuilder body = new StringBuilder(size + 1000);
        body.append("From: ann@example.org\r\nTo: ann@example.org\r\nSubject: Benchmark\r\n")
                .append("Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <b@example.org>\r\n")
                .append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n")
                .append("--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSome words.\r\n")
                .append("--b\r\nContent-Type: application/octet-stream; name=\"data.bin\"\r\n")
                .append("Content-Transfer-Encoding: base64\r\n\r\n");
        for (int i = 0; i < random.length; i += LINE_OCTETS) {
            byte[] line = Arrays.copyOfRange(random, i, Math.min(random.length, i + LINE_OCTETS));
            body.append(Base64.getEncoder().encodeToString(line)).append("\r\n");
        }
        return body.append("--b--\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** From mail to verdict and text. */
    String open(Content mail) throws IOException {
        OpenedMail opened = core.opener()
                .open(new OpenRequest(mail, Instant.now(), Set.of(Technology.values()), OpenRequest.DEFAULT_REQUIRED));
        return opened.summary() + PayloadText.textOf(opened.shown().orElseThrow(), core.spill());
    }

    Content protect(Content mail, ProtectionLevel level) throws Exception {
        List<PlanRecipient> recipients = List.of(new PlanRecipient(ADDRESS, false));
        Instant now = Instant.now();
        ProtectionPlan plan = core.planner()
                .plan(new PlanRequest(
                        ADDRESS,
                        recipients,
                        Optional.of(level),
                        Optional.of(technology),
                        false,
                        false,
                        ProtectionPolicy.OPEN,
                        now));
        List<ProtectedCopy> copies = core.protector().protect(mail, plan, recipients, ProtectionPolicy.OPEN, now);
        return copies.get(0).mail();
    }

    @Override
    public void close() throws IOException {
        core.close();
        Files.deleteIfExists(spill);
    }
}
