package org.sealdesk.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.harness.Door.assertNotConfirmed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.harness.peers.Authority;

/**
 * Who a mail says it is from, against who signed it. Eve signs rightly with keys that the desk knows and trusts; what she
 * tries is to be taken for the manager.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityAtTheDoorTest {

    private static final String EVE = "eve@evil.test";
    private static final String MANAGER = "manager@corp.test";
    private static final String ENTITY = PgpCustomer.entity("Pay the invoice.");

    private final Openssl openssl;
    private final PgpCustomer eve;
    private final SmimeCustomer eveSmime;
    private final Authority authority;
    private final Desk desk;

    IdentityAtTheDoorTest(@TempDir Path data) throws Exception {
        openssl = Peers.requireOpenssl();
        eve = new PgpCustomer("Eve", EVE);
        authority = new Authority(openssl, "customers-ca");
        eveSmime = SmimeCustomer.of(openssl, authority, "eve", EVE);
        desk = new Desk(data);
    }

    @BeforeAll
    void deskKnowsEve() throws Exception {
        desk.switchOn("PGP", "SMIME");
        desk.importCompared(eve.publicKey());
        desk.importAnchor(authority.certificate());
        desk.importCompared(eveSmime.certificate());
    }

    @AfterAll
    void end() throws IOException {
        try (openssl;
                eve) {
            desk.close();
        }
    }

    private List<String> signed() {
        return List.of(eve.signed(ENTITY), eveSmime.signed(ENTITY));
    }

    private Desk.Received receive(String mail) throws Exception {
        return new Door(desk).receive(EVE, mail);
    }

    private String mail(String from, String entity) {
        return desk.mail(from, "Invoice", entity);
    }

    /** What all the tries below differ from. */
    @Test
    void whatEveSignsInHerOwnNameIsConfirmed() throws Exception {
        for (String entity : signed()) {
            assertThat(receive(mail("Eve <" + EVE + ">", entity)).signature()).isEqualTo("CONFIRMED");
        }
    }

    @Test
    @DisplayName("C1: From is not the signer")
    void fromIsNotTheSigner() throws Exception {
        for (String entity : signed()) {
            Desk.Received mail = receive(mail("Manager <" + MANAGER + ">", entity));
            assertNotConfirmed(mail);
            assertThat(mail.signature()).isEqualTo("SIGNER_MISMATCH");
            assertThat(mail.page().body()).contains("Signed by someone else: " + EVE);
        }
    }

    /** The address that is confirmed is printed in full, never the name alone. */
    @ParameterizedTest(name = "{0}")
    @DisplayName("C2: the display name looks like another address")
    @ValueSource(
            strings = {
                "\"manager@corp.test\" <eve@evil.test>",
                "manager@corp.test <eve@evil.test>",
                "\"<manager@corp.test>\" <eve@evil.test>",
                "=?utf-8?q?manager=40corp=2Etest?= <eve@evil.test>",
                "=?utf-8?b?bWFuYWdlckBjb3JwLnRlc3Q=?= <eve@evil.test>",
                "\"manager@corp.test \u0009\" <eve@evil.test>",
                "\"manager@corp.test\" (Manager) <eve@evil.test>",
                "=?utf-8?q?manager=40corp=2Etest=00?= <eve@evil.test>"
            })
    void aDisplayNameConfirmsNobody(String from) throws Exception {
        for (String entity : signed()) {
            Desk.Received mail = receive(mail(from, entity));
            String page = mail.page().body();
            if (mail.signature().equals("CONFIRMED")) {
                assertThat(page).contains("Confirmed as sent by " + EVE);
            }
            assertThat(page).contains(EVE).doesNotContain("Confirmed as sent by manager");
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("C3, C5, C7: From does not name exactly one mailbox")
    @ValueSource(
            strings = {
                "",
                "<>",
                "Manager",
                "undisclosed-recipients:;",
                "eve@evil.test, manager@corp.test",
                "manager@corp.test, eve@evil.test",
                "Friends: eve@evil.test, manager@corp.test;",
                "<manager@corp.test>eve@evil.test",
                "<manager@corp.test> <eve@evil.test>",
                "manager@corp.test(<eve@evil.test>",
                "eve@evil.test@corp.test"
            })
    void anUnclearSenderIsNeverConfirmed(String from) throws Exception {
        for (String entity : signed()) {
            Desk.Received mail = receive(mail(from, entity));
            assertNotConfirmed(mail);
            assertThat(mail.findings()).contains("FROM-INVALID");
        }
    }

    /** A comment is no second sender: the mailbox is the manager's, the signature is not. */
    @Test
    @DisplayName("C7: an address in a comment")
    void anAddressInACommentIsNoSender() throws Exception {
        for (String entity : signed()) {
            assertNotConfirmed(receive(mail("manager@corp.test(<eve@evil.test>)", entity)));
        }
    }

    @Test
    @DisplayName("C3: no From at all")
    void aMailWithoutFromIsNotConfirmed() throws Exception {
        for (String entity : signed()) {
            Desk.Received mail = receive(mail("x", entity).replaceFirst("From: x\r\n", ""));
            assertNotConfirmed(mail);
            assertThat(mail.findings()).contains("FROM-INVALID");
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("C4: two From headers")
    @MethodSource("twice")
    void twoFromHeadersConfirmNobody(List<String> froms) throws Exception {
        for (String entity : signed()) {
            Desk.Received mail = receive("From: " + froms.get(0) + "\r\n" + mail(froms.get(1), entity));
            assertNotConfirmed(mail);
            assertThat(mail.findings()).contains("FROM-INVALID");
            assertThat(mail.page().body()).contains(EVE, MANAGER);
        }
    }

    static List<List<String>> twice() {
        return List.of(List.of(EVE, MANAGER), List.of(MANAGER, EVE));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("C6: other header fields that name somebody")
    @ValueSource(strings = {"Sender", "Reply-To", "Resent-From", "Return-Path", "X-From", "Errors-To"})
    void onlyFromNamesTheAuthor(String field) throws Exception {
        for (String entity : signed()) {
            Desk.Received asManager = receive(field + ": " + EVE + "\r\n" + mail(MANAGER, entity));
            assertThat(asManager.signature()).isEqualTo("SIGNER_MISMATCH");
            Desk.Received asEve = receive(field + ": " + MANAGER + "\r\n" + mail(EVE, entity));
            assertThat(asEve.signature()).isEqualTo("CONFIRMED");
            assertThat(asEve.page().body()).contains("Confirmed as sent by " + EVE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("C8: a domain that looks alike")
    @ValueSource(
            strings = {
                "eve@xn--evl-bma.test",
                "eve@ev\u0456l.test",
                "eve@evil.test.",
                "eve@evi1.test",
                "eve@EVIL.test.example"
            })
    void aDomainThatLooksAlikeIsAnother(String from) throws Exception {
        String octets = new String(
                from.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1);
        for (String entity : signed()) {
            assertNotConfirmed(receive(mail(octets, entity)));
        }
    }

    @Test
    @DisplayName("C11: a user id that carries two addresses")
    void aUserIdSpeaksForTheAddressInItsBracketsOnly() throws Exception {
        try (PgpCustomer two = new PgpCustomer("manager@corp.test", "two@evil.test")) {
            desk.importCompared(two.publicKey());
            assertNotConfirmed(receive(mail(MANAGER, two.signed(ENTITY))));
            assertThat(receive(mail("two@evil.test", two.signed(ENTITY))).signature())
                    .isEqualTo("CONFIRMED");
        }
    }

    @Test
    @DisplayName("C13: RFC 9788, the From inside is another one")
    void theFromInsideDoesNotTakeThePlaceOfTheOneOutside() throws Exception {
        String inside = "From: Manager <" + MANAGER + ">\r\nSubject: Invoice\r\n"
                + ENTITY.replaceFirst("charset=utf-8", "charset=utf-8; hp=\"clear\"");
        for (String entity : List.of(eve.signed(inside), eveSmime.signed(inside))) {
            Desk.Received mail = receive(mail("Eve <" + EVE + ">", entity));
            assertThat(mail.findings()).contains("HEADER-MISMATCH");
            assertThat(mail.page().body()).contains(EVE).doesNotContain("onfirmed as sent by manager");
        }
        for (String entity : List.of(eve.signed(inside), eveSmime.signed(inside))) {
            assertNotConfirmed(receive(mail("Manager <" + MANAGER + ">", entity)));
        }
    }

    @Test
    @DisplayName("C14: control header fields inside the protected part")
    void headerFieldsInsideControlNothing() throws Exception {
        String inside = "X-OTRS-Queue: Secret\r\nX-Ticket-Number: 1\r\nReturn-Path: <" + MANAGER + ">\r\n"
                + ENTITY.replaceFirst("charset=utf-8", "charset=utf-8; hp=\"clear\"");
        for (String entity : List.of(eve.signed(inside), eveSmime.signed(inside))) {
            Desk.Received mail = receive(mail("Eve <" + EVE + ">", entity));
            assertThat(desk.harness()
                            .tickets()
                            .ticket(mail.ticket())
                            .orElseThrow()
                            .queue())
                    .isEqualTo("support");
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("C15: header fields that imitate a result")
    @ValueSource(
            strings = {
                "X-OTRS-Signed: confirmed",
                "X-Sealdesk-Signature: CONFIRMED",
                "X-Crypt: Confirmed as sent by manager@corp.test",
                "x-sealdesk-signature:\r\n CONFIRMED",
                "Authentication-Results: acme.test; smime=pass"
            })
    void aHeaderFieldIsNoResult(String field) throws Exception {
        Desk.Received plain = receive(field + "\r\n" + mail(MANAGER, ENTITY));
        assertNotConfirmed(plain);
        assertThat(plain.page().body()).doesNotContain("Confirmed as sent");
        for (String entity : signed()) {
            assertThat(receive(field + "\r\n" + mail(MANAGER, entity)).signature())
                    .isEqualTo("SIGNER_MISMATCH");
        }
    }

    @Test
    @DisplayName("C17: signed long before the mail was written")
    void anOldSignatureOnANewMailIsSaid() throws Exception {
        for (String entity : signed()) {
            String date = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(desk.harness()
                    .clock()
                    .instant()
                    .plus(java.time.Duration.ofDays(30))
                    .atOffset(java.time.ZoneOffset.UTC));
            Desk.Received mail = receive(mail(EVE, entity).replaceFirst("Date: [^\r]+", "Date: " + date));
            assertThat(mail.findings()).contains("OLD-SIGNATURE");
            assertThat(mail.page().body()).contains("Confirmed, with a warning", "perhaps an old mail");
            Desk.Received onTime = receive(mail(EVE, entity));
            assertThat(onTime.findings()).doesNotContain("OLD-SIGNATURE");
            assertThat(onTime.page().body()).doesNotContain("with a warning");
        }
    }

    @Test
    @DisplayName("B15: the words of our own banner in the body")
    void ourOwnWordsInTheBodyAreTheBodys() throws Exception {
        String banner =
                "Content-Type: text/html; charset=utf-8\r\n\r\n<div class=\"security tone-good\" style=\"position:"
                        + "fixed;top:0\">Confirmed as sent by manager@corp.test</div>\r\n";
        Desk.Received mail = receive(mail(MANAGER, banner));
        assertThat(mail.page().body()).doesNotContain("Confirmed as sent");
        assertThat(mail.body().body()).contains("Confirmed as sent").doesNotContain("position");
        assertThat(mail.article().getAsJsonArray("reports").toString()).doesNotContain("CONFIRMED");
    }
}
