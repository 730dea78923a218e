package org.sealdesk.crypt.smime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.smime.TestCa.NOW;
import static org.sealdesk.crypt.smime.TestCa.draft;
import static org.sealdesk.crypt.smime.TestCa.person;
import static org.sealdesk.crypt.smime.TestCa.root;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.smime.TestCa.Entity;
import org.sealdesk.crypt.verdict.SignatureOutcome;
import org.sealdesk.crypt.verdict.SignatureOutcome.Reason;
import org.sealdesk.crypt.verdict.SignerIdentity.Chain;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Paths to anchors (RFC 5280, section 6) and what else a path must satisfy. */
class PathTest {

    private static final byte[] TEXT = "text\r\n".getBytes(StandardCharsets.US_ASCII);

    private Entity root;

    @BeforeEach
    void makeRoot() throws Exception {
        root = root();
    }

    /** Signs with the library's own generator, which checks nothing, and lets the engine judge. */
    private static SignatureOutcome judge(Desk desk, Entity signer, Entity... alongside) throws Exception {
        byte[] signature = CmsForge.sign(TEXT, signer, alongside);
        desk.travelTo(NOW);
        List<SignatureOutcome> outcomes =
                desk.engine.verifyDetached(Content.of(TEXT), Content.of(signature), desk.open());
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static Chain chain(SignatureOutcome outcome) {
        return outcome.facts().signer().orElseThrow().chain();
    }

    private Chain chainWithRoot(Entity signer, Entity... alongside) throws Exception {
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            return chain(judge(desk, signer, alongside));
        }
    }

    private static void assertRefused(Chain chain, String code) {
        assertThat(chain)
                .isInstanceOfSatisfying(
                        Chain.Refused.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    @Test
    void pathOverAnEmbeddedIntermediateIsTrusted() throws Exception {
        Entity issuing = draft("CN=Issuing").authority(0).signedBy(root);
        assertThat(chainWithRoot(person("ann@example.org").signedBy(issuing), issuing))
                .isEqualTo(new Chain.Trusted("CN=Root"));
    }

    @Test
    void pathOverAStoredIntermediateIsTrusted() throws Exception {
        Entity issuing = draft("CN=Issuing").authority(0).signedBy(root);
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            desk.take(issuing.der());
            assertThat(chain(judge(desk, person("ann@example.org").signedBy(issuing))))
                    .isInstanceOf(Chain.Trusted.class);
        }
    }

    @Test
    void missingIntermediateGivesNoPathAndNamesTheIssuer() throws Exception {
        Entity issuing = draft("CN=Issuing").authority(0).signedBy(root);
        assertThat(chainWithRoot(person("ann@example.org").signedBy(issuing)))
                .isEqualTo(new Chain.NoPath("CN=Issuing"));
    }

    @Test
    void storedCertificateThatIsNoAnchorVouchesForNobody() throws Exception {
        Entity customer =
                draft("CN=Customer").authority().mailbox("customer@example.net").selfSigned();
        Entity forged = person("ceo@example.org").signedBy(customer);
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            desk.take(customer.der());
            SignatureOutcome outcome = judge(desk, forged, customer);
            assertThat(outcome).isInstanceOf(SignatureOutcome.Valid.class);
            assertThat(chain(outcome)).isInstanceOf(Chain.NoPath.class);
        }
    }

    @Test
    void selfSignedSignerIsValidAndHasNoPath() throws Exception {
        Entity self = person("ann@example.org").selfSigned();
        try (Desk desk = new Desk()) {
            SignatureOutcome outcome = judge(desk, self);
            assertThat(outcome).isInstanceOf(SignatureOutcome.Valid.class);
            assertThat(chain(outcome)).isInstanceOf(Chain.NoPath.class);
        }
    }

    @Test
    void otherKeyUnderTheAnchorsNameIsNoAnchor() throws Exception {
        Entity impostor = root();
        assertThat(chainWithRoot(person("ann@example.org").signedBy(impostor), impostor))
                .isInstanceOf(Chain.NoPath.class);
    }

    @Test
    void removedAnchorEndsTrustAtOnce() throws Exception {
        Entity ann = person("ann@example.org").signedBy(root);
        try (Desk desk = new Desk()) {
            Certificate anchor = desk.anchor(root.der());
            assertThat(chain(judge(desk, ann))).isInstanceOf(Chain.Trusted.class);
            desk.forget(anchor);
            assertThat(chain(judge(desk, ann))).isInstanceOf(Chain.NoPath.class);
        }
    }

    @Test
    void rejectedIntermediateEndsTrustAtOnce() throws Exception {
        Entity issuing = draft("CN=Issuing").authority(0).signedBy(root);
        Entity ann = person("ann@example.org").signedBy(issuing);
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            Certificate stored = desk.takeOne(issuing.der());
            assertThat(chain(judge(desk, ann, issuing))).isInstanceOf(Chain.Trusted.class);
            desk.facts(
                    stored,
                    CertificateFacts.added(CertificateFacts.Source.ADMINISTRATOR, TrustLevel.REJECTED, Instant.EPOCH));
            assertThat(chain(judge(desk, ann, issuing))).isInstanceOf(Chain.NoPath.class);
        }
    }

    @Test
    void authorityWithoutBasicConstraintsIsRefused() throws Exception {
        Entity issuing = draft("CN=Issuing").usage(KeyUsage.keyCertSign).signedBy(root);
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(issuing), issuing), "cert.authority");
        Entity no = draft("CN=Issuing")
                .with(Extension.basicConstraints, true, new BasicConstraints(false))
                .signedBy(root);
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(no), no), "cert.authority");
    }

    @Test
    void authorityWithoutCertificateSigningIsRefused() throws Exception {
        Entity issuing = draft("CN=Issuing")
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .usage(KeyUsage.digitalSignature)
                .signedBy(root);
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(issuing), issuing), "cert.usage");
    }

    @Test
    void pathLengthIsKept() throws Exception {
        Entity first = draft("CN=First").authority(0).signedBy(root);
        Entity second = draft("CN=Second").authority().signedBy(first);
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(second), second, first), "cert.length");
    }

    @Test
    void pathLengthOfTheAnchorIsKept() throws Exception {
        root = draft("CN=Root").authority(0).selfSigned();
        Entity issuing = draft("CN=Issuing").authority().signedBy(root);
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(issuing), issuing), "cert.length");
    }

    @Test
    void pathLongerThanTheLimitIsNotFollowed() throws Exception {
        Entity last = root;
        Entity[] all = new Entity[11];
        for (int i = 0; i < all.length; i++) {
            last = draft("CN=Link " + i).authority().signedBy(last);
            all[i] = last;
        }
        assertThat(chainWithRoot(person("ann@example.org").signedBy(last), all)).isInstanceOf(Chain.NoPath.class);
    }

    @Test
    void expiredAuthorityIsRefused() throws Exception {
        Entity issuing = draft("CN=Issuing")
                .authority()
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1))
                .signedBy(root);
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(issuing), issuing), "cert.expired");
    }

    @Test
    void expiredAnchorIsRefused() throws Exception {
        root = draft("CN=Root")
                .authority()
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1))
                .selfSigned();
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(root)), "cert.expired");
    }

    @Test
    void certificateIsValidUntilTheVeryEndOfItsLastSecond() throws Exception {
        Entity ann = person("ann@example.org")
                .valid(NOW.minus(Duration.ofDays(9)), NOW)
                .signedBy(root);
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            assertThat(judge(desk, ann)).isInstanceOf(SignatureOutcome.Valid.class);
        }
    }

    @Test
    void expiredSignerIsInvalidWhateverTimeItClaims() throws Exception {
        Entity ann = person("ann@example.org")
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1))
                .signedBy(root);
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            assertThat(judge(desk, ann))
                    .isInstanceOfSatisfying(
                            SignatureOutcome.Invalid.class,
                            i -> assertThat(i.reason()).isEqualTo(Reason.KEY_EXPIRED));
            Entity future = person("ann@example.org")
                    .valid(NOW.plusSeconds(1), NOW.plusSeconds(9))
                    .signedBy(root);
            assertThat(judge(desk, future))
                    .isInstanceOfSatisfying(
                            SignatureOutcome.Invalid.class,
                            i -> assertThat(i.reason()).isEqualTo(Reason.KEY_NOT_YET_VALID));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "ann@example.org", ".sub.example.org"})
    void nameConstraintsOfAnchorAndIntermediateHold(String allowed) throws Exception {
        String inside = allowed.startsWith(".") ? "ann@a.sub.example.org" : "ann@example.org";
        for (boolean onAnchor : new boolean[] {true, false}) {
            Entity top =
                    onAnchor ? draft("CN=Root").authority().permitsMail(allowed).selfSigned() : root();
            root = top;
            Entity issuing = onAnchor
                    ? draft("CN=Issuing").authority().signedBy(top)
                    : draft("CN=Issuing").authority().permitsMail(allowed).signedBy(top);
            assertThat(chainWithRoot(person(inside).signedBy(issuing), issuing)).isInstanceOf(Chain.Trusted.class);
            for (String outside : List.of("ceo@example.com", "ceo@notexample.org", "bob@sub.example.org.evil.net")) {
                assertRefused(chainWithRoot(person(outside).signedBy(issuing), issuing), "cert.constraints");
            }
        }
    }

    @Test
    void excludedMailboxesAreRefusedAlsoWithATrailingDot() throws Exception {
        root = draft("CN=Root").authority().excludesMail("example.com").selfSigned();
        assertRefused(chainWithRoot(person("ceo@example.com").signedBy(root)), "cert.constraints");
        assertRefused(chainWithRoot(person("ceo@EXAMPLE.com").signedBy(root)), "cert.constraints");
        assertRefused(chainWithRoot(person("ceo@example.com.").signedBy(root)), "cert.names");
        assertThat(chainWithRoot(person("ceo@example.org").signedBy(root))).isInstanceOf(Chain.Trusted.class);
    }

    @Test
    void constraintsHoldForInternationalisedMailboxes() throws Exception {
        root = draft("CN=Root").authority().permitsMail("example.org").selfSigned();
        assertThat(chainWithRoot(international("grün@example.org").signedBy(root)))
                .isInstanceOf(Chain.Trusted.class);
        assertRefused(chainWithRoot(international("grün@example.com").signedBy(root)), "cert.constraints");
    }

    private static TestCa.Draft international(String address) throws Exception {
        ASN1EncodableVector other = new ASN1EncodableVector();
        other.add(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9"));
        other.add(new org.bouncycastle.asn1.DERTaggedObject(true, 0, new DERUTF8String(address)));
        return draft("CN=Int")
                .usage(KeyUsage.digitalSignature)
                .with(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.otherName, new DERSequence(other))));
    }

    @Test
    void internationalisedMailboxIsAnAddress() throws Exception {
        Entity signer = international("grün@example.org").signedBy(root);
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            assertThat(judge(desk, signer).facts().signer().orElseThrow().addresses())
                    .containsExactly(MailAddress.parse("grün@example.org").orElseThrow());
        }
    }

    @Test
    void unknownCriticalExtensionIsRefusedAnywhere() throws Exception {
        ASN1ObjectIdentifier unknown = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
        assertRefused(
                chainWithRoot(person("ann@example.org")
                        .with(unknown, true, DERNull.INSTANCE)
                        .signedBy(root)),
                "cert.critical");
        Entity issuing = draft("CN=Issuing")
                .authority()
                .with(unknown, true, DERNull.INSTANCE)
                .signedBy(root);
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(issuing), issuing), "cert.critical");
        root = draft("CN=Root")
                .authority()
                .with(unknown, true, DERNull.INSTANCE)
                .selfSigned();
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(root)), "cert.critical");
    }

    @Test
    void unreadableExtensionIsRefusedAnywhere() throws Exception {
        for (ASN1ObjectIdentifier oid : List.of(
                Extension.policyMappings,
                Extension.nameConstraints,
                Extension.certificatePolicies,
                Extension.policyConstraints)) {
            Entity issuing = draft("CN=Issuing")
                    .authority()
                    .with(oid, true, DERNull.INSTANCE)
                    .signedBy(root);
            assertThat(chainWithRoot(person("ann@example.org").signedBy(issuing), issuing))
                    .isInstanceOf(Chain.Refused.class);
        }
    }

    @Test
    void multiplyingPolicyMappingsAreRefusedQuickly() throws Exception {
        ASN1EncodableVector mappings = new ASN1EncodableVector();
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 12; j++) {
                mappings.add(new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
                    new ASN1ObjectIdentifier("1.2.3." + i), new ASN1ObjectIdentifier("1.2.3." + j)
                }));
            }
        }
        ASN1EncodableVector policies = new ASN1EncodableVector();
        for (int i = 0; i < 12; i++) {
            policies.add(new DERSequence(new ASN1ObjectIdentifier("1.2.3." + i)));
        }
        Entity last = root;
        Entity[] all = new Entity[7];
        for (int i = 0; i < all.length; i++) {
            last = draft("CN=Link " + i)
                    .authority()
                    .with(Extension.certificatePolicies, false, new DERSequence(policies))
                    .with(Extension.policyMappings, true, new DERSequence(mappings))
                    .signedBy(last);
            all[i] = last;
        }
        long start = System.nanoTime();
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(last), all), "cert.limit");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void authorityForServersDoesNotVouchForMail() throws Exception {
        Entity issuing = draft("CN=Issuing")
                .authority()
                .purpose(KeyPurposeId.id_kp_serverAuth)
                .signedBy(root);
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(issuing), issuing), "cert.usage");
        Entity critical = draft("CN=Issuing")
                .authority()
                .with(
                        Extension.extendedKeyUsage,
                        true,
                        new org.bouncycastle.asn1.x509.ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection))
                .signedBy(root);
        assertThat(chainWithRoot(person("ann@example.org").signedBy(critical), critical))
                .isInstanceOf(Chain.Trusted.class);
    }

    @Test
    void signerMustBeMeantForSignedMail() throws Exception {
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            Entity server = draft("CN=Server")
                    .usage(KeyUsage.digitalSignature)
                    .purpose(KeyPurposeId.id_kp_serverAuth)
                    .mailbox("ann@example.org")
                    .signedBy(root);
            Entity encrypting = draft("CN=Ann")
                    .usage(KeyUsage.keyAgreement)
                    .mailbox("ann@example.org")
                    .signedBy(root);
            for (Entity signer : List.of(server, encrypting)) {
                assertThat(judge(desk, signer))
                        .isInstanceOfSatisfying(
                                SignatureOutcome.Invalid.class,
                                i -> assertThat(i.reason()).isEqualTo(Reason.NOT_ALLOWED_TO_SIGN));
            }
        }
    }

    @Test
    void anyPurposeCountsByPolicyOnly() throws Exception {
        Entity any = draft("CN=Ann")
                .usage(KeyUsage.digitalSignature)
                .purpose(KeyPurposeId.anyExtendedKeyUsage)
                .mailbox("ann@example.org")
                .signedBy(root);
        try (Desk lax = new Desk();
                Desk strict = new Desk(SmimeOptions.DEFAULT.withAnyUsage(SmimeOptions.AnyUsage.REFUSE))) {
            lax.anchor(root.der());
            strict.anchor(root.der());
            assertThat(judge(lax, any)).isInstanceOf(SignatureOutcome.Valid.class);
            assertThat(judge(strict, any)).isInstanceOf(SignatureOutcome.Invalid.class);
        }
    }

    @Test
    void authoritysOwnKeyIsNoPersons() throws Exception {
        Entity issuing = draft("CN=Issuing")
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .usage(KeyUsage.keyCertSign | KeyUsage.digitalSignature)
                .mailbox("ca@example.org")
                .signedBy(root);
        assertRefused(chainWithRoot(issuing), "cert.authority");
    }

    @Test
    void weakLinksAreRefused() throws Exception {
        KeyPair small = TestCa.keys("RSA1024");
        Entity weakKey = draft("CN=Issuing").keys(small).authority().signedBy(root);
        assertRefused(chainWithRoot(person("ann@example.org").signedBy(weakKey), weakKey), "cert.weak");
        assertRefused(
                chainWithRoot(
                        person("ann@example.org").signedWith("SHA1withECDSA").signedBy(root)),
                "cert.weak");
        root = draft("CN=Root").authority().signedWith("SHA1withECDSA").selfSigned();
        assertThat(chainWithRoot(person("ann@example.org").signedBy(root))).isInstanceOf(Chain.Trusted.class);
    }

    @Test
    void serialNumberMustBePositive() throws Exception {
        assertRefused(chainWithRoot(person("ann@example.org").serial(0).signedBy(root)), "cert.serial");
        assertRefused(chainWithRoot(person("ann@example.org").serial(-7).signedBy(root)), "cert.serial");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ceo@example.org ",
                " ceo@example.org",
                "ceo@example.org.",
                "ceo@example.org\u0000.evil.net",
                "a@x.de, email:ceo@example.org",
                "ceo@example.org\n",
                "<ceo@example.org>",
                "ceo@@example.org",
                "example.org"
            })
    void malformedMailboxIsIgnoredAndTheCertificateNotTrusted(String mailbox) throws Exception {
        Entity signer = draft("CN=Odd")
                .usage(KeyUsage.digitalSignature)
                .with(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.rfc822Name, new DERIA5String(mailbox)),
                    new GeneralName(GeneralName.rfc822Name, new DERIA5String("eve@evil.net"))
                }))
                .signedBy(root);
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            SignatureOutcome outcome = judge(desk, signer);
            assertThat(outcome.facts().signer().orElseThrow().addresses())
                    .containsExactly(MailAddress.parse("eve@evil.net").orElseThrow());
            assertRefused(chain(outcome), "cert.names");
        }
    }

    @Test
    void addressInTheSubjectCountsByPolicyAndOnlyWithoutOthers() throws Exception {
        Entity subjectOnly = draft("CN=Ann,E=ann@example.org")
                .usage(KeyUsage.digitalSignature)
                .signedBy(root);
        Entity both = draft("CN=Ann,E=ceo@example.org")
                .usage(KeyUsage.digitalSignature)
                .mailbox("ann@example.org")
                .signedBy(root);
        MailAddress ann = MailAddress.parse("ann@example.org").orElseThrow();
        SmimeKeyReader allows = new SmimeKeyReader(SmimeOptions.DEFAULT, Desk.LIMITS);
        SmimeKeyReader denies =
                new SmimeKeyReader(SmimeOptions.DEFAULT.withSubjectEmail(SmimeOptions.SubjectEmail.NEVER), Desk.LIMITS);
        assertThat(allows.evaluate(Octets.of(subjectOnly.der()), NOW).addresses())
                .containsExactly(ann);
        assertThat(denies.evaluate(Octets.of(subjectOnly.der()), NOW).addresses())
                .isEmpty();
        assertThat(allows.evaluate(Octets.of(both.der()), NOW).addresses()).containsExactly(ann);
    }

    @Test
    void certificateOfTheVictimAlongsideGivesNoIdentity() throws Exception {
        Entity eve = person("eve@example.org").signedBy(root);
        Entity victim = person("ceo@example.org").signedBy(root);
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            SignatureOutcome outcome = judge(desk, eve, victim);
            assertThat(outcome).isInstanceOf(SignatureOutcome.Valid.class);
            assertThat(outcome.facts().signer().map(s -> s.addresses()))
                    .isEqualTo(Optional.of(java.util.Set.of(
                            MailAddress.parse("eve@example.org").orElseThrow())));
        }
    }

    @Test
    void manyIssuersOfOneNameEndTheSearchSoon() throws Exception {
        try (Desk desk = new Desk()) {
            desk.anchor(root.der());
            KeyPair keys = TestCa.keys("secp256r1");
            // Twelve cross-certificates that all sign each other: a naive search would try every order.
            Entity self = draft("CN=Web").keys(keys).authority().selfSigned();
            for (int i = 0; i < 12; i++) {
                desk.take(draft("CN=Web").keys(keys).authority().signedBy(self).der());
            }
            long start = System.nanoTime();
            assertThat(chain(judge(desk, person("ann@example.org").signedBy(self))))
                    .isInstanceOf(Chain.NoPath.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
