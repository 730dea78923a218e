package org.sealdesk.crypt.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.verdict.SignatureOutcome;

/** What gpg writes we read, what we write gpg reads: octets, signer and integrity. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GpgInteropTest {

    private Gpg gpg;
    private Desk desk;
    private final Map<GpgKeys, Certificate> certificates = new EnumMap<>(GpgKeys.class);

    @BeforeAll
    void makeKeys() throws Exception {
        gpg = Peers.requireGpg();
        desk = new Desk(GpgKeys.NOW);
        for (GpgKeys key : GpgKeys.values()) {
            key.make(gpg);
            certificates.put(key, desk.learn(key.secret(gpg), "wrong", key.passphrase));
        }
    }

    private Certificate of(GpgKeys key) {
        return Objects.requireNonNull(certificates.get(key));
    }

    @AfterAll
    void close() throws Exception {
        if (gpg != null) {
            gpg.close();
        }
    }

    enum Text {
        SHORT("Hello\r\n"),
        EMPTY(""),
        EIGHT_BIT("Grüße, Łódź ☃\r\n- dash\r\nFrom here\r\ntrailing  \r\n"),
        LF("one\ntwo\n\nthree"),
        LONG_LINE("x".repeat(200_000) + "\r\n"),
        LARGE("");

        private final String text;

        Text(String text) {
            this.text = text;
        }

        byte[] octets() {
            if (this != LARGE) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
            byte[] large = new byte[5 * 1024 * 1024];
            new Random(7).nextBytes(large);
            return large;
        }
    }

    static Stream<Arguments> keysAndTexts() {
        return Stream.of(GpgKeys.values()).flatMap(k -> Stream.of(Text.values()).map(t -> Arguments.of(k, t)));
    }

    private static final List<List<String>> STYLES = List.of(
            List.of(),
            List.of("--armor"),
            List.of("--rfc4880", "--digest-algo", "SHA512", "--compress-algo", "none"),
            List.of("--compress-algo", "zip", "--armor"),
            List.of("--compress-algo", "zlib"),
            List.of("--compress-algo", "bzip2"));

    static Stream<Arguments> keysAndStyles() {
        return Stream.of(GpgKeys.values()).flatMap(k -> STYLES.stream().map(s -> Arguments.of(k, s)));
    }

    private byte[] gpg(byte[] input, GpgKeys key, List<String> style, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--passphrase", key.passphrase, "-u", key.address()));
        all.addAll(style);
        all.addAll(List.of(arguments));
        return GpgKeys.run(gpg, input, all.toArray(String[]::new)).ok().out();
    }

    private void assertValid(List<SignatureOutcome> outcomes, GpgKeys key) {
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0)).isInstanceOf(SignatureOutcome.Valid.class);
        assertThat(outcomes.get(0).facts().signer().orElseThrow().fingerprint())
                .isEqualTo(of(key).fingerprint().hex());
        assertThat(outcomes.get(0).facts().signer().orElseThrow().addresses()).hasToString("[" + key.address() + "]");
    }

    private static byte[] octets(org.sealdesk.crypt.octets.Content content) throws Exception {
        return Desk.bytes(content);
    }

    @ParameterizedTest
    @MethodSource("keysAndTexts")
    void gpgAcceptsOurDetachedSignature(GpgKeys key, Text text) throws Exception {
        byte[] signature = desk.sign(text.octets(), of(key));
        String data = gpg.file("data", text.octets()).toString();
        String sig = gpg.file("data.sig", signature).toString();
        assertThat(GpgKeys.run(gpg, new byte[0], "--verify", sig, data).ok().err())
                .contains("VALIDSIG " + of(key).fingerprint().hex());
        assertValid(desk.verify(text.octets(), signature), key);
    }

    @ParameterizedTest
    @MethodSource("keysAndTexts")
    void gpgOpensWhatWeSignAndEncrypt(GpgKeys key, Text text) throws Exception {
        byte[] message = desk.encrypt(text.octets(), List.of(of(key)), Optional.of(of(key)));
        PeerProcess result = GpgKeys.run(gpg, message, "--passphrase", key.passphrase, "--decrypt")
                .ok();
        assertThat(result.out()).isEqualTo(text.octets());
        assertThat(result.err()).contains("GOODSIG", "GOODMDC", "DECRYPTION_OKAY");
        Unwrapped.Decrypted ours = (Unwrapped.Decrypted) desk.unwrap(message);
        assertThat(octets(ours.payload())).isEqualTo(text.octets());
        assertValid(ours.signatures(), key);
    }

    @ParameterizedTest
    @EnumSource(GpgKeys.class)
    void gpgOpensWhatWeOnlyEncryptAndWhatWeOnlySign(GpgKeys key) throws Exception {
        byte[] text = Text.EIGHT_BIT.octets();
        byte[] encrypted = desk.encrypt(text, List.of(of(key)), Optional.empty());
        assertThat(GpgKeys.run(gpg, encrypted, "--passphrase", key.passphrase, "--decrypt")
                        .ok()
                        .out())
                .isEqualTo(text);
        byte[] signed = desk.signOpaque(text, of(key));
        PeerProcess result = GpgKeys.run(gpg, signed, "--decrypt").ok();
        assertThat(result.out()).isEqualTo(text);
        assertThat(result.err()).contains("GOODSIG");
    }

    @ParameterizedTest
    @MethodSource("keysAndTexts")
    void weVerifyDetachedSignaturesByGpg(GpgKeys key, Text text) throws Exception {
        byte[] signature = gpg(text.octets(), key, List.of(), "--detach-sign");
        assertValid(desk.verify(text.octets(), signature), key);
    }

    /** Lines that are longer, gpg itself refuses. */
    @ParameterizedTest
    @EnumSource(
            value = Text.class,
            names = {"SHORT", "EMPTY", "EIGHT_BIT", "LF"})
    void weVerifyTextSignaturesByGpgWhateverTheLineEndsAre(Text text) throws Exception {
        byte[] armoured = gpg(text.octets(), GpgKeys.RSA, List.of("--armor", "--textmode"), "--detach-sign");
        assertValid(desk.verify(text.octets(), armoured), GpgKeys.RSA);
        byte[] crlf = text.text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        assertValid(desk.verify(crlf, armoured), GpgKeys.RSA);
    }

    @Test
    void sha1WhichGpgTakesForRfc4880IsWeak() throws Exception {
        byte[] signature = gpg(Text.SHORT.octets(), GpgKeys.RSA, List.of("--rfc4880"), "--detach-sign");
        assertThat(desk.verify(Text.SHORT.octets(), signature))
                .singleElement()
                .isInstanceOfSatisfying(
                        SignatureOutcome.Invalid.class,
                        i -> assertThat(i.reason()).isEqualTo(SignatureOutcome.Reason.WEAK));
    }

    @ParameterizedTest
    @MethodSource("keysAndStyles")
    void weOpenWhatGpgSignsAndEncrypts(GpgKeys key, List<String> style) throws Exception {
        byte[] text = Text.EIGHT_BIT.octets();
        byte[] message = gpg(text, key, style, "-r", key.address(), "--sign", "--encrypt");
        Unwrapped.Decrypted opened = (Unwrapped.Decrypted) desk.unwrap(message);
        assertThat(octets(opened.payload())).isEqualTo(text);
        assertThat(opened.signedInside()).isTrue();
        assertThat(opened.outcome().recipients())
                .containsExactly(
                        of(key).keys().get(1).fingerprint().value().last(8).hex());
        assertValid(opened.signatures(), key);
    }

    @ParameterizedTest
    @MethodSource("keysAndStyles")
    void weOpenWhatGpgSigns(GpgKeys key, List<String> style) throws Exception {
        byte[] text = Text.LF.octets();
        Unwrapped.Signed opened = (Unwrapped.Signed) desk.unwrap(gpg(text, key, style, "--sign"));
        assertThat(octets(opened.payload())).isEqualTo(text);
        assertValid(opened.signatures(), key);
    }

    @ParameterizedTest
    @EnumSource(GpgKeys.class)
    void weOpenWhatGpgEncryptsToHiddenRecipients(GpgKeys key) throws Exception {
        byte[] text = Text.LARGE.octets();
        byte[] message = gpg(text, key, List.of("--throw-keyids"), "-r", key.address(), "--encrypt");
        Unwrapped.Decrypted opened = (Unwrapped.Decrypted) desk.unwrap(message);
        assertThat(octets(opened.payload())).isEqualTo(text);
        assertThat(opened.outcome().recipients()).containsExactly("");
        assertThat(opened.outcome().certificate())
                .isEqualTo(of(key).fingerprint().hex());
    }

    @ParameterizedTest
    @EnumSource(GpgKeys.class)
    void weReadClearSignedTextByGpg(GpgKeys key) throws Exception {
        Unwrapped.Signed opened =
                (Unwrapped.Signed) desk.unwrap(gpg(Text.EIGHT_BIT.octets(), key, List.of(), "--clearsign"));
        assertThat(new String(octets(opened.payload()), StandardCharsets.UTF_8))
                .isEqualTo("Grüße, Łódź ☃\r\n- dash\r\nFrom here\r\ntrailing");
        assertValid(opened.signatures(), key);
    }

    @Test
    void weOpenAMessageToSeveralKeysWithAnyOfThem() throws Exception {
        byte[] text = Text.SHORT.octets();
        byte[] message = gpg(
                text, GpgKeys.RSA, List.of(), "-r", GpgKeys.P256.address(), "-r", GpgKeys.RSA.address(), "--encrypt");
        Unwrapped.Decrypted opened = (Unwrapped.Decrypted) desk.unwrap(message);
        assertThat(octets(opened.payload())).isEqualTo(text);
        assertThat(opened.outcome().recipients()).hasSize(2);
    }

    @Test
    void changedContentIsNotValid() throws Exception {
        byte[] signature = gpg(Text.SHORT.octets(), GpgKeys.RSA, List.of(), "--detach-sign");
        assertThat(desk.verify("Hallo\r\n".getBytes(StandardCharsets.UTF_8), signature))
                .singleElement()
                .isInstanceOfSatisfying(
                        SignatureOutcome.Invalid.class,
                        i -> assertThat(i.reason()).isEqualTo(SignatureOutcome.Reason.CONTENT_CHANGED));
    }
}
