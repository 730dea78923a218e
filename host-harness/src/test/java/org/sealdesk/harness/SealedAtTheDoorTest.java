package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.harness.Door.assertNotConfirmed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.harness.peers.Authority;

/** Encrypted mail that is bent, cut, sent once more, or made to cost more than it says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedAtTheDoorTest {

    private static final String DANA = "dana@fox.test";
    private static final String ENTITY = PgpCustomer.entity("Deliver ten boxes of marzipan.");

    private final Openssl openssl;
    private final PgpCustomer support;
    private final PgpCustomer dana;
    private final SmimeCustomer danaSmime;
    private final Authority authority;
    private final Desk desk;

    SealedAtTheDoorTest(@TempDir Path data) throws Exception {
        openssl = Peers.requireOpenssl();
        support = new PgpCustomer("Acme Support", Desk.ADDRESS);
        dana = new PgpCustomer("Dana Fox", DANA);
        authority = new Authority(openssl, "customers-ca");
        danaSmime = SmimeCustomer.of(openssl, authority, "dana", DANA);
        authority.issue("desk", Desk.ADDRESS);
        desk = new Desk(data);
    }

    @BeforeAll
    void deskHasItsKeys() throws Exception {
        desk.switchOn("PGP", "SMIME");
        desk.importOwn(support.secretKey(""), "");
        desk.importCompared(dana.publicKey());
        desk.importAnchor(authority.certificate());
        desk.importCompared(danaSmime.certificate());
        desk.importOwn(authority.lockedKeyAndCertificate("desk", "desk's password"), "desk's password");
        dana.knows(support);
    }

    @AfterAll
    void end() throws IOException {
        try (openssl;
                support;
                dana) {
            desk.close();
        }
    }

    private Desk.Received receive(String entity) throws Exception {
        return new Door(desk).receive(DANA, desk.mail(DANA, "Order", entity));
    }

    private byte[] message(String... options) {
        List<String> words = new ArrayList<>(List.of("--trust-model", "always", "--encrypt"));
        words.addAll(List.of(options));
        return dana.gpg().run(Gpg.utf8(ENTITY), words).ok().out();
    }

    private byte[] message() {
        return message("--recipient", support.fingerprint());
    }

    private static String armoured(byte[] message) {
        return PgpCustomer.encrypted("-----BEGIN PGP MESSAGE-----\r\n\r\n"
                + Base64.getMimeEncoder(64, new byte[] {13, 10}).encodeToString(message)
                + "\r\n-----END PGP MESSAGE-----\r\n");
    }

    private static Desk.Received closed(Desk.Received mail, String... states) {
        assertNotConfirmed(mail);
        assertThat(mail.encryption()).isIn((Object[]) states);
        assertThat(mail.body().body()).doesNotContain("marzipan");
        assertThat(mail.text()).doesNotContain("marzipan");
        return mail;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A packet with a length of four octets (RFC 9580, section 4.2.1). */
    private static byte[] packet(int type, byte[] body) {
        int n = body.length;
        return joined(
                new byte[] {
                    (byte) (0xc0 | type), (byte) 0xff, (byte) (n >>> 24), (byte) (n >>> 16), (byte) (n >>> 8), (byte) n
                },
                body);
    }

    /** Where the packet after the first one begins; gpg writes old packet headers here. */
    private static int second(byte[] message) {
        int head = message[0] & 0xff;
        return (head & 3) == 0 ? 2 + (message[1] & 0xff) : 3 + ((message[1] & 0xff) << 8 | message[2] & 0xff);
    }

    @Test
    @DisplayName("E1: encrypted data without integrity")
    void dataWithoutIntegrityIsRefused() throws Exception {
        byte[] message = message();
        int at = second(message);
        byte[] bent = message.clone();
        // Packet 18 becomes packet 9, and its version octet goes.
        assertThat(bent[at] & 0xff).isEqualTo(0xd2);
        bent[at] = (byte) 0xc9;
        Desk.Received mail = closed(receive(armoured(bent)), "REFUSED", "DAMAGED");
        assertThat(mail.encryption()).isEqualTo("REFUSED");
    }

    /** All look the same from outside: one state, one finding, one sentence. */
    @Test
    @DisplayName("E2, E14: bent anywhere behind the session key")
    void everyBentMessageLooksTheSame() throws Exception {
        byte[] message = message();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            byte[] bent = message.clone();
            int from = second(message) + 4;
            int at = from + (int) ((long) (bent.length - from - 1) * i / 39);
            bent[at] ^= 0x10;
            Desk.Received mail = closed(receive(armoured(bent)), "DAMAGED");
            seen.add(mail.report().get("sentence") + " " + mail.report().get("findings")
                    + mail.report().get("layers"));
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    @DisplayName("E2, E3: cut short")
    void aMessageThatIsCutShortIsNotShown() throws Exception {
        byte[] message = message();
        for (int cut : new int[] {1, 5, 20, 22, 40}) {
            closed(receive(armoured(java.util.Arrays.copyOf(message, message.length - cut))), "DAMAGED");
        }
    }

    @Test
    @DisplayName("E6: S/MIME without integrity")
    void dataWithoutIntegrityIsMarkedInSmime() throws Exception {
        Desk.Received mail = receive(danaSmime.encrypted(ENTITY, "desk"));
        assertThat(mail.encryption()).isEqualTo("DECRYPTED_LEGACY");
        assertThat(mail.findings()).contains("ENC-NO-INTEGRITY");
        assertNotConfirmed(mail, "ENCRYPTED_ONLY");
    }

    @Test
    @DisplayName("E7: a literal packet outside the encrypted container; E8: two messages in one")
    void whatStandsBesideTheContainerMakesTheMessageMalformed() throws Exception {
        byte[] literal =
                packet(11, joined(new byte[] {'b', 0, 0, 0, 0, 0}, "evil".getBytes(StandardCharsets.US_ASCII)));
        byte[] message = message();
        for (byte[] bent : List.of(joined(message, literal), joined(literal, message), joined(message, message))) {
            closed(receive(armoured(bent)), "DAMAGED", "REFUSED", "UNSUPPORTED");
        }
    }

    @Test
    @DisplayName("E9: for a key that is not here; E10: for one that is not named; E11: for an address in no header")
    void itIsTheKeyThatCounts() throws Exception {
        closed(receive(armoured(message("--recipient", dana.fingerprint()))), "KEY_MISSING");
        Desk.Received hidden = receive(armoured(message("--hidden-recipient", support.fingerprint())));
        assertThat(hidden.encryption()).isEqualTo("DECRYPTED");
        assertThat(hidden.text()).contains("marzipan");
        Desk.Received bcc = new Door(desk)
                .receive(
                        DANA,
                        desk.mail(DANA, "Order", armoured(message()))
                                .replaceFirst("To: [^\r]+", "To: other@else.test"));
        assertThat(bcc.encryption()).isEqualTo("DECRYPTED");
    }

    @Test
    @DisplayName("E15: somebody else's ciphertext, sent by Eve, answered by the agent")
    void anAnswerDoesNotCarryOpenedTextInClear() throws Exception {
        String eve = "eve@evil.test";
        Desk.Received mail = new Door(desk).receive(eve, desk.mail(eve, "Order", armoured(message())));
        assertThat(mail.text()).contains("marzipan");
        desk.agent().get("/mails/" + mail.mailId() + "/reply");
        Browser.Page answer = desk.reply(mail, eve, "As you wrote:\n> Deliver ten boxes of marzipan.");
        assertThat(desk.wire().recorded()).doesNotContain("marzipan").doesNotContain("DATA\r\n");
        assertThat(answer.body()).contains(eve);
    }

    @ParameterizedTest(name = "2^{0} KiB")
    @DisplayName("F5: a key derivation that costs too much")
    @ValueSource(ints = {21, 24, 30})
    void anExpensiveKeyDerivationIsRefusedBeforeItBegins(int memory) throws Exception {
        // SKESK version 4, AES-256, Argon2 (RFC 9580, sections 5.3.1 and 3.7.1.4).
        byte[] skesk = packet(3, joined(new byte[] {4, 9, 4}, new byte[16], new byte[] {3, 4, (byte) memory}));
        byte[] message = message();
        byte[] data = java.util.Arrays.copyOfRange(message, second(message), message.length);
        long began = System.nanoTime();
        closed(receive(armoured(joined(skesk, data))), "REFUSED", "KEY_MISSING", "DAMAGED", "UNSUPPORTED");
        assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
    }

    @Test
    @DisplayName("F1: little that becomes much")
    void aMessageThatInflatesWithoutEndIsRefused() throws Exception {
        byte[] zeros = new byte[260 * 1024 * 1024];
        byte[] bomb = dana.gpg()
                .run(
                        zeros,
                        "--trust-model",
                        "always",
                        "--encrypt",
                        "--recipient",
                        support.fingerprint(),
                        "--compress-algo",
                        "zlib",
                        "-z",
                        "9")
                .ok()
                .out();
        closed(receive(armoured(bomb)), "REFUSED");
    }

    @Test
    @DisplayName("F3, F4: depth, parts and header fields")
    void hostileStructuresAreKeptAndNotTakenApart() throws Exception {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        StringBuilder wide = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 20_000; i++) {
            wide.append("--b\r\n\r\nx\r\n");
        }
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            headers.append("X-").append(i).append(": y\r\n");
        }
        for (String entity : List.of(deep.toString(), wide + "--b--\r\n", headers + ENTITY)) {
            Desk.Received mail = receive(entity);
            assertNotConfirmed(mail);
            assertThat(mail.findings()).contains("LIMIT");
        }
        assertThat(receive(dana.signed(ENTITY)).signature())
                .as("a mail after those")
                .isEqualTo("CONFIRMED");
    }

    @Test
    @DisplayName("F9: ten thousand recipients")
    void aCrowdOfRecipientsIsRefused() throws Exception {
        byte[] message = message();
        byte[] one = java.util.Arrays.copyOf(message, second(message));
        byte[][] all = new byte[10_001][];
        java.util.Arrays.fill(all, one);
        all[10_000] = java.util.Arrays.copyOfRange(message, second(message), message.length);
        closed(receive(armoured(joined(all))), "REFUSED");
    }

    @Test
    @DisplayName("F10: armour without end")
    void armourThatGoesOnWithoutContentIsRead() throws Exception {
        for (String line : List.of("=AAAA\r\n", "Comment: x\r\n")) {
            String entity = PgpCustomer.encrypted(
                    "-----BEGIN PGP MESSAGE-----\r\n" + line.repeat(60_000) + "\r\n-----END PGP MESSAGE-----\r\n");
            assertNotConfirmed(receive(entity));
        }
    }
}
