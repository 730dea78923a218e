package org.sealdesk.crypt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Whole mails, in and out, beside gpg and openssl started for each mail, in one run: ratios are what counts. We read and
 * write the whole mail and give a verdict; the peers only do their cryptographic part.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx1g")
public class MailBench {

    /** {@code gpg-locked}: a key with a passphrase, given to gpg for each mail. */
    @Param({"gpg:rsa3072", "gpg:ed25519", "gpg:nistp256", "gpg-locked:ed25519", "openssl:rsa3072", "openssl:p256"})
    public String key = "";

    @Param({"10240", "10485760"})
    public int size;

    private Peer peer = Peer.NONE;
    private BenchDesk desk;
    private Content plain = Content.of(new byte[0]);
    private Content signed = plain;
    private Content encrypted = plain;

    // JMH fills it before anybody asks.
    @SuppressWarnings("NullAway")
    public MailBench() {}

    @Setup(Level.Trial)
    public void setUp() throws Exception {
        byte[] mail = BenchDesk.mail(size);
        plain = Content.of(mail);
        String[] words = key.split(":", 2);
        peer = words[0].startsWith("gpg")
                ? new GpgPeer(words[1], words[0].equals("gpg-locked") ? "bench" : "", mail)
                : new OpensslPeer(words[1], mail);
        Technology technology = words[0].startsWith("gpg") ? Technology.OPENPGP : Technology.SMIME;
        desk = new BenchDesk(technology, peer.keyFiles(), technology == Technology.SMIME);
        signed = desk.protect(plain, ProtectionLevel.SIGN);
        encrypted = desk.protect(plain, ProtectionLevel.ENCRYPT);
        require(desk.open(signed), "SIGNED_ONLY");
        require(desk.open(encrypted), "ENCRYPTED_ONLY");
    }

    private static void require(String verdict, String expected) {
        if (!verdict.startsWith(expected)) {
            throw new IllegalStateException(verdict);
        }
    }

    @TearDown(Level.Trial)
    public void tearDown() throws Exception {
        desk.close();
        peer.close();
    }

    @Benchmark
    public Object sign() throws Exception {
        return desk.protect(plain, ProtectionLevel.SIGN);
    }

    @Benchmark
    public Object signPeer() throws IOException {
        return peer.sign();
    }

    @Benchmark
    public Object verify() throws IOException {
        return desk.open(signed);
    }

    @Benchmark
    public Object verifyPeer() throws IOException {
        return peer.verify();
    }

    @Benchmark
    public Object encrypt() throws Exception {
        return desk.protect(plain, ProtectionLevel.ENCRYPT);
    }

    @Benchmark
    public Object encryptPeer() throws IOException {
        return peer.encrypt();
    }

    @Benchmark
    public Object decrypt() throws IOException {
        return desk.open(encrypted);
    }

    @Benchmark
    public Object decryptPeer() throws IOException {
        return peer.decrypt();
    }

    /** Somebody else's program doing the same to a file. */
    interface Peer extends AutoCloseable {

        Peer NONE = new Peer() {
            @Override
            public List<org.sealdesk.crypt.intake.ImportFile> keyFiles() {
                return List.of();
            }

            @Override
            public Object run(List<String> words) {
                return words;
            }

            @Override
            public List<String> words(String operation) {
                return List.of();
            }

            @Override
            public void close() {}
        };

        List<org.sealdesk.crypt.intake.ImportFile> keyFiles() throws IOException;

        Object run(List<String> words) throws IOException;

        List<String> words(String operation);

        default Object sign() throws IOException {
            return run(words("sign"));
        }

        default Object verify() throws IOException {
            return run(words("verify"));
        }

        default Object encrypt() throws IOException {
            return run(words("encrypt"));
        }

        default Object decrypt() throws IOException {
            return run(words("decrypt"));
        }

        @Override
        void close() throws IOException;
    }

    private static final class GpgPeer implements Peer {
        private final Gpg gpg = Peers.requireGpg();
        private final String passphrase;
        private final String fingerprint;
        private final Path mail;

        GpgPeer(String algorithm, String passphrase, byte[] mail) throws IOException {
            this.passphrase = passphrase;
            String encryption = algorithm.equals("ed25519") ? "cv25519" : algorithm;
            fingerprint = gpg.newKey("Ann <" + BenchDesk.ADDRESS + ">", algorithm, encryption, passphrase);
            this.mail = gpg.file("mail", mail);
            gpg.run(with("--output", mail() + ".sig", "--detach-sign", mail())).ok();
            gpg.run(with("--output", mail() + ".enc", "-r", fingerprint, "--encrypt", mail()))
                    .ok();
        }

        private String mail() {
            return mail.toString();
        }

        private String[] with(String... words) {
            List<String> all = new ArrayList<>(List.of("--passphrase", passphrase, "--armor"));
            all.addAll(List.of(words));
            return all.toArray(String[]::new);
        }

        @Override
        public List<org.sealdesk.crypt.intake.ImportFile> keyFiles() {
            return List.of(BenchDesk.file("key.asc", gpg.exportSecret(fingerprint, passphrase)));
        }

        @Override
        public Object run(List<String> words) {
            return gpg.run(words.toArray(String[]::new)).ok();
        }

        @Override
        public List<String> words(String operation) {
            return List.of(
                    switch (operation) {
                        case "sign" -> with("--output", mail() + ".out", "--detach-sign", mail());
                        case "verify" -> with("--verify", mail() + ".sig", mail());
                        case "encrypt" -> with("--output", mail() + ".out", "-r", fingerprint, "--encrypt", mail());
                        default -> with("--output", mail() + ".out", "--decrypt", mail() + ".enc");
                    });
        }

        @Override
        public void close() throws IOException {
            gpg.close();
        }
    }

    private static final class OpensslPeer implements Peer {
        private final Openssl openssl = Peers.requireOpenssl();

        OpensslPeer(String algorithm, byte[] mail) throws IOException {
            String[] newKey = algorithm.equals("rsa3072")
                    ? new String[] {"-newkey", "rsa:3072"}
                    : new String[] {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"};
            openssl.file("ext.cnf", EXTENSIONS.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            run(
                    "req",
                    "-x509",
                    "-new",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-keyout",
                    "ca.key",
                    "-out",
                    "ca.crt",
                    "-subj",
                    "/CN=Bench CA",
                    "-days",
                    "30");
            List<String> request = new ArrayList<>(List.of("req", "-new", "-nodes"));
            request.addAll(List.of(newKey));
            request.addAll(List.of("-keyout", "ann.key", "-out", "ann.csr", "-subj", "/CN=Ann"));
            run(request.toArray(String[]::new));
            run(
                    "x509",
                    "-req",
                    "-in",
                    "ann.csr",
                    "-CA",
                    "ca.crt",
                    "-CAkey",
                    "ca.key",
                    "-CAcreateserial",
                    "-days",
                    "30",
                    "-extfile",
                    "ext.cnf",
                    "-out",
                    "ann.crt");
            openssl.file("mail", mail);
            run("cms", "-sign", "-binary", "-in", "mail", "-signer", "ann.crt", "-inkey", "ann.key", "-out", "signed");
            run("cms", "-encrypt", "-binary", "-aes256", "-in", "mail", "-out", "encrypted", "ann.crt");
        }

        private static final String EXTENSIONS = "subjectAltName=email:" + BenchDesk.ADDRESS
                + "\nextendedKeyUsage=emailProtection\nkeyUsage=digitalSignature,keyEncipherment,keyAgreement\n";

        private void run(String... words) {
            openssl.run(words).ok();
        }

        @Override
        public List<org.sealdesk.crypt.intake.ImportFile> keyFiles() throws IOException {
            return List.of(
                    BenchDesk.file(
                            "ca.crt", Files.readAllBytes(openssl.directory().resolve("ca.crt"))),
                    BenchDesk.file(
                            "ann.crt", Files.readAllBytes(openssl.directory().resolve("ann.crt"))),
                    BenchDesk.file(
                            "ann.key", Files.readAllBytes(openssl.directory().resolve("ann.key"))));
        }

        @Override
        public Object run(List<String> words) {
            return openssl.run(words.toArray(String[]::new)).ok();
        }

        @Override
        public List<String> words(String operation) {
            return switch (operation) {
                case "sign" ->
                    List.of(
                            "cms", "-sign", "-binary", "-in", "mail", "-signer", "ann.crt", "-inkey", "ann.key", "-out",
                            "out");
                case "verify" -> List.of("cms", "-verify", "-in", "signed", "-CAfile", "ca.crt", "-out", "out");
                case "encrypt" ->
                    List.of("cms", "-encrypt", "-binary", "-aes256", "-in", "mail", "-out", "out", "ann.crt");
                default ->
                    List.of(
                            "cms",
                            "-decrypt",
                            "-in",
                            "encrypted",
                            "-recip",
                            "ann.crt",
                            "-inkey",
                            "ann.key",
                            "-out",
                            "out");
            };
        }

        @Override
        public void close() {
            openssl.close();
        }
    }
}
