package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ImportReport;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.StoredCertificate;
import org.sealdesk.crypt.message.PlanRequest;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.store.DurableKeystore;
import org.sealdesk.crypt.store.KekSource;
import org.sealdesk.crypt.store.StoreSettings;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/**
 * Real certificates, many of them, here and at the peers: {@code -Dtest=PeerScaleTest -Dscale=10000}. Prints; fails only
 * if something is wrong.
 */
@EnabledIfSystemProperty(named = "scale", matches = "\\d+")
class PeerScaleTest {

    private static final int FILE_ITEMS = 5_000;
    private static final int LOOKUPS = 2_000;
    private static final int PEER_LOOKUPS = 11;

    private final int size = Integer.getInteger("scale", 10_000);
    private final Instant now = Instant.now();

    @TempDir
    private Path work;

    @Test
    void openPgpBesideAKeyRing() throws Exception {
        List<Path> files = new ArrayList<>();
        try (Gpg gpg = Peers.requireGpg()) {
            Path ring = gpg.home().resolve("pubring.gpg");
            for (int from = 0; from < size; from += FILE_ITEMS) {
                ByteArrayOutputStream keys = new ByteArrayOutputStream();
                for (int n = from; n < Math.min(size, from + FILE_ITEMS); n++) {
                    keys.write(TestPgpKeys.key(userId(n), now.minusSeconds(86_400), Duration.ofDays(3_650))
                            .toCertificate()
                            .getEncoded());
                }
                Path file = work.resolve("keys-" + from + ".pgp");
                Files.write(file, keys.toByteArray());
                Files.write(ring, keys.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                files.add(file);
            }
            double ours = ours(files, Technology.OPENPGP);
            double peer = median(PEER_LOOKUPS, n -> {
                assertThat(gpg.run("--with-colons", "--list-keys", "=" + userId(n))
                                .ok()
                                .text())
                        .contains(address(n));
            });
            print("gpg key ring: by address %.1f ms p50, %.0f times ours", peer / 1e6, peer / ours);
        }
    }

    @Test
    void x509BesideAFolder() throws Exception {
        List<Path> files = new ArrayList<>();
        Path folder = Files.createDirectories(work.resolve("folder"));
        for (int from = 0; from < size; from += FILE_ITEMS) {
            StringBuilder pem = new StringBuilder();
            for (int n = from; n < Math.min(size, from + FILE_ITEMS); n++) {
                String one = TestX509.of(address(n), now.minusSeconds(86_400), Duration.ofDays(3_650))
                        .certificate();
                pem.append(one);
                Files.writeString(folder.resolve(n + ".pem"), one);
            }
            Path file = work.resolve("certificates-" + from + ".pem");
            Files.writeString(file, pem);
            files.add(file);
        }
        double ours = ours(files, Technology.SMIME);
        double scan = median(3, n -> {
            assertThat(scan(folder, address(n))).isEqualTo(1);
        });
        print("folder without an index: by address %.1f ms p50, %.0f times ours", scan / 1e6, scan / ours);
        try (Openssl openssl = Peers.requireOpenssl()) {
            long start = System.nanoTime();
            openssl.run("rehash", folder.toString()).ok();
            print("openssl rehash: %d ms", (System.nanoTime() - start) / 1_000_000);
            double hash = median(PEER_LOOKUPS, n -> {
                openssl.run(
                                "verify",
                                "-CApath",
                                folder.toString(),
                                folder.resolve(n + ".pem").toString())
                        .ok();
            });
            print("openssl, process and hash folder: by subject %.1f ms p50, %.0f times ours", hash / 1e6, hash / ours);
        }
    }

    private static String address(int n) {
        return "person" + n + "@example" + n % 1000 + ".org";
    }

    private static String userId(int n) {
        return "Person " + n + " <" + address(n) + ">";
    }

    /** What a program without an index does. */
    private static int scan(Path folder, String address) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        int found = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.pem")) {
            for (Path file : files) {
                X509Certificate certificate = (X509Certificate)
                        factory.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
                found += certificate.getSubjectAlternativeNames().stream().anyMatch(name -> address.equals(name.get(1)))
                        ? 1
                        : 0;
            }
        }
        return found;
    }

    /** @return median nanoseconds of a lookup by address */
    private double ours(List<Path> files, Technology technology) throws Exception {
        Path directory = work.resolve("store-" + technology);
        Kek kek = new Kek();
        try (Core core = core(directory, kek)) {
            long start = System.nanoTime();
            for (Path file : files) {
                ImportReport report = core.importer()
                        .importFiles(
                                List.of(new ImportFile(file.toString(), Octets.of(Files.readAllBytes(file)))),
                                List.of(),
                                new ImportOptions(
                                        CertificateFacts.Source.ADMINISTRATOR,
                                        TrustLevel.CONFIRMED,
                                        Optional.empty(),
                                        ImportOptions.Authorities.ORDINARY));
                assertThat(report.items()).allMatch(item -> item.result() == ItemResult.ADDED);
            }
            print("%s: import %d/s", technology, size * 1_000_000_000L / (System.nanoTime() - start));
        }
        long start = System.nanoTime();
        try (Core core = core(directory, kek)) {
            assertThat(byAddress(core, 0)).hasSize(1);
            print("%s: open and first lookup %d ms", technology, (System.nanoTime() - start) / 1_000_000);
            long[] nanos = new long[LOOKUPS];
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < LOOKUPS; i++) {
                    int n = spread(i);
                    long at = System.nanoTime();
                    List<StoredCertificate> found = byAddress(core, n);
                    nanos[i] = System.nanoTime() - at;
                    assertThat(found).hasSize(1);
                }
            }
            Arrays.sort(nanos);
            print(
                    "%s: by address p50 %d us, p99 %d us",
                    technology, nanos[LOOKUPS / 2] / 1000, nanos[LOOKUPS * 99 / 100] / 1000);
            plan(core, technology);
            return nanos[LOOKUPS / 2];
        }
    }

    private void plan(Core core, Technology technology) throws Exception {
        double median = median(51, n -> {
            List<PlanRecipient> recipients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                recipients.add(new PlanRecipient(address((n + i * 7) % size), false));
            }
            assertThat(core.planner()
                            .plan(new PlanRequest(
                                    "support@example.org",
                                    recipients,
                                    Optional.of(ProtectionLevel.ENCRYPT),
                                    Optional.of(technology),
                                    false,
                                    false,
                                    ProtectionPolicy.OPEN,
                                    now)))
                    .isNotNull();
        });
        print("%s: plan() with 20 recipients %.2f ms p50", technology, median / 1e6);
    }

    private int spread(int i) {
        return (int) (i * 7_919L % size);
    }

    private static List<StoredCertificate> byAddress(Core core, int n) {
        return core.keystore().byAddress(MailAddress.parse(address(n)).orElseThrow());
    }

    private Core core(Path directory, Kek kek) throws Exception {
        SecureRandom random = new SecureRandom();
        DurableKeystore store = DurableKeystore.open(
                directory, kek, StoreSettings.forHeap(Runtime.getRuntime().maxMemory()), Clock.systemUTC(), random);
        return new Core(store, InstantSource.fixed(now), work.resolve("spill"), Duration.ofHours(1), random);
    }

    private double median(int rounds, Lookup lookup) throws Exception {
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            int n = spread(i * 37 + 1);
            long at = System.nanoTime();
            lookup.of(n);
            nanos[i] = System.nanoTime() - at;
        }
        Arrays.sort(nanos);
        return nanos[rounds / 2];
    }

    @FunctionalInterface
    private interface Lookup {
        void of(int number) throws Exception;
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void print(String format, Object... values) {
        System.out.println("SCALE " + String.format(format, values));
    }

    private static final class Kek implements KekSource {
        private Optional<byte[]> kept = Optional.empty();

        @Override
        public Optional<byte[]> load() {
            return kept.map(byte[]::clone);
        }

        @Override
        public void create(byte[] key) {
            kept = Optional.of(key.clone());
        }
    }
}
