package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.TestAuthority.Criticality.CRITICAL;
import static org.sealdesk.crypt.TestAuthority.Criticality.USUAL;
import static org.sealdesk.crypt.TestAuthority.NOW;
import static org.sealdesk.crypt.TestAuthority.draft;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.PeerProcess;
import org.sealdesk.api.peers.Peers;

/** Certificate paths of many shapes: {@code keys check} answers as we expect, and OpenSSL agrees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckedPathsTest {

    private static final Instant PAST = NOW.minus(Duration.ofDays(1));
    private static final String VALID = "valid ok";
    private static final GeneralName PLACE =
            new GeneralName(GeneralName.uniformResourceIdentifier, "http://crl.example.org/part.crl");

    private final TestAuthority root = draft("CN=Root,O=Test").authority().selfSigned();
    private final TestAuthority issuing = draft("CN=Issuing,O=Test").authority().by(root);
    private final TestAuthority ann = draft("CN=ann").person().by(issuing);
    private final String rootList = root.sign(root.list(1));

    private final Path work;
    private final CommandDesk desk;

    CheckedPathsTest(@TempDir Path work) {
        this.work = work;
        this.desk = new CommandDesk(work, InstantSource.fixed(NOW));
    }

    @AfterAll
    void closeDesk() throws IOException {
        desk.close();
    }

    /**
     * @param expected path and code
     * @param lists PEM; with some, revocation must be known
     */
    private record Case(
            String name,
            TestAuthority end,
            List<TestAuthority> links,
            List<TestAuthority> anchors,
            List<String> lists,
            String expected) {

        Case revokedBy(String... given) {
            return new Case(name, end, links, anchors, List.of(given), expected);
        }

        String file(String what) {
            return name.replace(' ', '-') + "-" + what + ".pem";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Case of(String name, TestAuthority end, TestAuthority link, String expected) {
        return new Case(name, end, List.of(link), List.of(root), List.of(), expected);
    }

    private Case listed(String name, String expected, String... lists) {
        return of(name, ann, issuing, expected).revokedBy(lists);
    }

    List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>(paths());
        cases.addAll(revocations());
        return cases;
    }

    private List<Case> paths() {
        TestAuthority late = draft("CN=Late").until(PAST).authority().by(root);
        TestAuthority short0 = draft("CN=Short").authority(0).by(root);
        TestAuthority below = draft("CN=Below").authority().by(short0);
        TestAuthority person = draft("CN=No authority")
                .with(Extension.basicConstraints, CRITICAL, new BasicConstraints(false))
                .by(root);
        TestAuthority unsigning = draft("CN=Cannot certify")
                .with(Extension.basicConstraints, CRITICAL, new BasicConstraints(true))
                .usage(KeyUsage.cRLSign)
                .by(root);
        TestAuthority named = draft("CN=Named")
                .authority()
                .with(Extension.nameConstraints, CRITICAL, new NameConstraints(permitted("example.org"), null))
                .by(root);
        TestAuthority alone = draft("CN=alone").person().selfSigned();
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1.1");
        return List.of(
                of("good", ann, issuing, VALID),
                of("expired end", draft("CN=ann").until(PAST).person().by(issuing), issuing, "invalid cert.expired"),
                of("expired link", draft("CN=ann").person().by(late), late, "invalid cert.expired"),
                new Case("missing link", ann, List.of(), List.of(root), List.of(), "invalid cert.chain"),
                new Case(
                        "path too long",
                        draft("CN=ann").person().by(below),
                        List.of(short0, below),
                        List.of(root),
                        List.of(),
                        "invalid cert.length"),
                of("link is a person", draft("CN=ann").person().by(person), person, "invalid cert.authority"),
                of("link may not certify", draft("CN=ann").person().by(unsigning), unsigning, "invalid cert.usage"),
                of("name permitted", mailbox("ann@example.org").by(named), named, VALID),
                of("name not permitted", mailbox("ann@example.com").by(named), named, "invalid cert.constraints"),
                new Case("self-signed", alone, List.of(), List.of(root), List.of(), "invalid cert.chain"),
                new Case("self-signed and trusted", alone, List.of(), List.of(alone), List.of(), VALID),
                of(
                        "unknown critical extension",
                        draft("CN=ann")
                                .person()
                                .with(unknown, CRITICAL, DERNull.INSTANCE)
                                .by(issuing),
                        issuing,
                        "invalid cert.critical"),
                of(
                        "unknown usual extension",
                        draft("CN=ann")
                                .person()
                                .with(unknown, USUAL, DERNull.INSTANCE)
                                .by(issuing),
                        issuing,
                        VALID),
                of(
                        "signed by another key",
                        draft("CN=ann").person().by(issuing.name(), TestAuthority.newKeys()),
                        issuing,
                        "invalid cert.signature"),
                of(
                        "web server",
                        draft("CN=www.example.org")
                                .person()
                                .with(
                                        Extension.extendedKeyUsage,
                                        USUAL,
                                        new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                                .by(issuing),
                        issuing,
                        "valid cert.usage"));
    }

    private static GeneralSubtree[] permitted(String domain) {
        return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.rfc822Name, domain))};
    }

    private static TestAuthority.Draft mailbox(String address) {
        return draft("CN=ann")
                .person()
                .with(
                        Extension.subjectAlternativeName,
                        USUAL,
                        new GeneralNames(new GeneralName(GeneralName.rfc822Name, address)));
    }

    private List<Case> revocations() throws IOException {
        Date since = Date.from(NOW.minus(Duration.ofDays(3)));
        String good = issuing.sign(issuing.list(1).addCRLEntry(BigInteger.TEN, since, CRLReason.keyCompromise));
        String revoked = issuing.sign(issuing.list(1).addCRLEntry(ann.serial(), since, CRLReason.superseded));
        TestAuthority stranger = draft("CN=Issuing,O=Test").authority().selfSigned();
        TestAuthority mute = draft("CN=Mute")
                .with(Extension.basicConstraints, CRITICAL, new BasicConstraints(true))
                .usage(KeyUsage.keyCertSign)
                .by(root);
        // OpenSSL takes deltas only if the complete list says that there are some.
        CRLDistPoint deltas = new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(new GeneralNames(PLACE)), null, null)
        });
        String base = issuing.sign(issuing.list(1).addExtension(Extension.freshestCRL, false, deltas));
        String delta = issuing.sign(issuing.list(2)
                .addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE))
                .addCRLEntry(ann.serial(), since, CRLReason.certificateHold));
        String critical = issuing.sign(issuing.list(1)
                .addExtension(new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1.2"), true, DERNull.INSTANCE));
        List<Case> cases = new ArrayList<>(List.of(
                listed("not revoked", VALID, good, rootList),
                listed("revoked", "invalid cert.revoked", revoked, rootList),
                listed(
                        "link revoked",
                        "invalid cert.revoked",
                        good,
                        root.sign(root.list(1).addCRLEntry(issuing.serial(), since, CRLReason.cACompromise))),
                listed("no list of the issuer", "invalid revocation.unknown", rootList),
                listed("list ended", "invalid revocation.unknown", issuing.sign(issuing.list(1, PAST)), rootList),
                listed(
                        "list signed by a stranger",
                        "invalid revocation.unknown",
                        stranger.sign(stranger.list(1)),
                        rootList),
                of("issuer may not sign lists", draft("CN=ann").person().by(mute), mute, "invalid revocation.unknown")
                        .revokedBy(mute.sign(mute.list(1)), rootList),
                listed("list with unknown critical extension", "invalid revocation.unknown", critical, rootList),
                listed("revoked by delta", "invalid cert.revoked", base, delta, rootList),
                listed("delta without its base", "invalid revocation.unknown", delta, rootList)));
        cases.addAll(partitions());
        cases.add(twoKeys("list by a second key", VALID));
        return cases;
    }

    /** An authority that signs certificates with one key and lists with another. */
    private Case twoKeys(String name, String expected) throws IOException {
        TestAuthority certifying =
                identified(draft("CN=Two keys").authority(), 1).by(root);
        TestAuthority listing =
                identified(draft("CN=Two keys").usage(KeyUsage.cRLSign), 2).by(root);
        TestAuthority end = draft("CN=ann").person().by(certifying);
        String list = listing.sign(listing.list(1)
                .addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[] {2})));
        String roots = expected.equals(VALID)
                ? rootList
                : root.sign(root.list(1)
                        .addCRLEntry(
                                listing.serial(), Date.from(NOW.minus(Duration.ofDays(3))), CRLReason.keyCompromise));
        return new Case(name, end, List.of(certifying, listing), List.of(root), List.of(list, roots), expected);
    }

    private static TestAuthority.Draft identified(TestAuthority.Draft draft, int number) {
        return draft.with(Extension.subjectKeyIdentifier, USUAL, new SubjectKeyIdentifier(new byte[] {(byte) number}));
    }

    /** OpenSSL does not ask whether the key of a list was revoked, so it is not asked here. */
    @Test
    void aListByARevokedKeySaysNothing() throws IOException {
        Case of = twoKeys("list by a revoked key", "invalid revocation.unknown");
        assertThat(said(answer(of))).isEqualTo(of.expected());
    }

    @Test
    void aListFromUnderAnotherAnchorSaysNothing() throws IOException {
        TestAuthority other = draft("CN=Other root").authority().selfSigned();
        TestAuthority namesake = draft("CN=Issuing,O=Test").authority().by(other);
        Case of = new Case(
                "list from under another anchor",
                ann,
                List.of(issuing, namesake),
                List.of(root, other),
                List.of(namesake.sign(namesake.list(1)), rootList, other.sign(other.list(1))),
                "invalid revocation.unknown");
        assertThat(said(answer(of))).isEqualTo(of.expected());
    }

    private JsonObject answer(Case of) throws IOException {
        return desk.run(request(of).toString(), "keys", "check", "--batch")
                .answers()
                .get(0);
    }

    /** Lists in parts, by place, by reason and by another issuer. */
    private List<Case> partitions() throws IOException {
        TestAuthority placed =
                pointed(new DistributionPoint(new DistributionPointName(new GeneralNames(PLACE)), null, null));
        TestAuthority lister = draft("CN=Lister,O=Test").authority().by(root);
        TestAuthority delegated =
                pointed(new DistributionPoint(null, null, new GeneralNames(new GeneralName(lister.name()))));
        Date since = Date.from(NOW.minus(Duration.ofDays(3)));
        ExtensionsGenerator whose = new ExtensionsGenerator();
        whose.addExtension(Extension.reasonCode, false, CRLReason.lookup(CRLReason.superseded));
        whose.addExtension(Extension.certificateIssuer, true, new GeneralNames(new GeneralName(issuing.name())));
        String indirectGood = indirect(lister, lister.list(1));
        String indirectRevoked =
                indirect(lister, lister.list(1).addCRLEntry(delegated.serial(), since, whose.generate()));
        ReasonFlags some = new ReasonFlags(ReasonFlags.keyCompromise | ReasonFlags.cACompromise);
        return List.of(
                of("part of its place", placed, issuing, VALID).revokedBy(part(PLACE), rootList),
                of("part of another place", placed, issuing, "invalid revocation.unknown")
                        .revokedBy(
                                part(new GeneralName(
                                        GeneralName.uniformResourceIdentifier, "http://crl.example.org/other.crl")),
                                rootList),
                of("list for some reasons only", ann, issuing, "invalid revocation.unknown")
                        .revokedBy(
                                issuing.sign(issuing.list(1)
                                        .addExtension(
                                                Extension.issuingDistributionPoint,
                                                true,
                                                new IssuingDistributionPoint(null, false, false, some, false, false))),
                                rootList),
                new Case("list by another issuer", delegated, List.of(issuing, lister), List.of(root), List.of(), VALID)
                        .revokedBy(indirectGood, rootList),
                new Case(
                                "revoked by another issuer",
                                delegated,
                                List.of(issuing, lister),
                                List.of(root),
                                List.of(),
                                "invalid cert.revoked")
                        .revokedBy(indirectRevoked, rootList));
    }

    private TestAuthority pointed(DistributionPoint point) {
        return draft("CN=ann")
                .person()
                .with(Extension.cRLDistributionPoints, USUAL, new CRLDistPoint(new DistributionPoint[] {point}))
                .by(issuing);
    }

    private String part(GeneralName place) throws IOException {
        return issuing.sign(issuing.list(1)
                .addExtension(
                        Extension.issuingDistributionPoint,
                        true,
                        new IssuingDistributionPoint(
                                new DistributionPointName(new GeneralNames(place)), false, false)));
    }

    private static String indirect(TestAuthority lister, org.bouncycastle.cert.X509v2CRLBuilder list)
            throws IOException {
        return lister.sign(list.addExtension(
                Extension.issuingDistributionPoint,
                true,
                new IssuingDistributionPoint(null, false, false, null, true, false)));
    }

    private JsonObject request(Case of) throws IOException {
        JsonObject request = new JsonObject();
        request.addProperty("cert", write(of.file("end"), of.end().pem()));
        request.add(
                "certs",
                files(
                        of.file("links"),
                        of.links().stream().map(TestAuthority::pem).toList()));
        request.add(
                "trust",
                files(
                        of.file("anchors"),
                        of.anchors().stream().map(TestAuthority::pem).toList()));
        request.add("crls", files(of.file("lists"), of.lists()));
        request.addProperty("at", NOW.toString());
        request.addProperty("requireRevocation", !of.lists().isEmpty());
        return request;
    }

    private JsonArray files(String name, List<String> pems) throws IOException {
        JsonArray files = new JsonArray();
        if (!pems.isEmpty()) {
            files.add(write(name, String.join("", pems)));
        }
        return files;
    }

    private String write(String name, String content) throws IOException {
        Files.writeString(work.resolve(name), content);
        return name;
    }

    private static String said(JsonObject answer) {
        return answer.get("path").getAsString() + " " + answer.get("code").getAsString();
    }

    @Test
    void oneBatchAnswersAllInOrder() throws IOException {
        List<Case> cases = cases();
        List<String> lines = new ArrayList<>();
        for (Case of : cases) {
            lines.add(request(of).toString());
        }
        CommandDesk.Run run = desk.run(String.join("\n", lines), "keys", "check", "--batch");
        assertThat(run.status()).isZero();
        assertThat(run.answers().stream().map(CheckedPathsTest::said).toList())
                .as(run.out())
                .isEqualTo(cases.stream().map(Case::expected).toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void opensslAgreesAboutThePath(Case of) throws IOException {
        try (Openssl openssl = Peers.requireOpenssl()) {
            JsonObject request = request(of);
            List<String> command = new ArrayList<>(List.of(
                    "verify",
                    "-no-CApath",
                    "-no-CAstore",
                    "-attime",
                    Long.toString(NOW.getEpochSecond()),
                    "-CAfile",
                    work.resolve(of.file("anchors")).toString()));
            if (!of.links().isEmpty()) {
                command.addAll(
                        List.of("-untrusted", work.resolve(of.file("links")).toString()));
            }
            if (!of.lists().isEmpty()) {
                command.addAll(List.of("-crl_check_all", "-extended_crl", "-use_deltas"));
                command.addAll(
                        List.of("-CRLfile", work.resolve(of.file("lists")).toString()));
            }
            command.add(work.resolve(request.get("cert").getAsString()).toString());
            PeerProcess judged = openssl.run(command.toArray(String[]::new));
            assertThat(judged.status() == 0)
                    .as(command.stream().collect(Collectors.joining(" ")) + "\n" + judged.err())
                    .isEqualTo(of.expected().startsWith("valid"));
        }
    }
}
