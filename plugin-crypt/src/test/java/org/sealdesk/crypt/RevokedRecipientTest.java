package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealdesk.crypt.intake.ImportFile;
import org.sealdesk.crypt.intake.ImportOptions;
import org.sealdesk.crypt.intake.ItemResult;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.message.PlanRequest;
import org.sealdesk.crypt.message.PlanRequest.PlanRecipient;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.ProtectionLevel;
import org.sealdesk.crypt.policy.ProtectionPolicy;
import org.sealdesk.crypt.store.MemoryKeystore;
import org.sealdesk.crypt.verdict.Technology;
import org.sealdesk.crypt.verdict.TrustLevel;

/** A list of the store that revokes a recipient's certificate keeps mail from being encrypted to it. */
class RevokedRecipientTest {

    private static final String ANN = "ann@example.org";

    private final Clock clock = Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC);
    private final TestAuthority root =
            TestAuthority.draft("CN=Root").authority().selfSigned();
    private final TestAuthority middle =
            TestAuthority.draft("CN=Middle").authority().by(root);
    private final TestAuthority ann = TestAuthority.draft("CN=Ann")
            .person()
            .with(
                    Extension.subjectAlternativeName,
                    TestAuthority.Criticality.USUAL,
                    new GeneralNames(new GeneralName(GeneralName.rfc822Name, ANN)))
            .by(middle);
    private final Core core;

    RevokedRecipientTest(@TempDir Path spill) {
        SecureRandom random = new SecureRandom();
        core = new Core(new MemoryKeystore(clock, random), clock, spill, Duration.ofMinutes(5), random);
        take(root.pem(), ImportOptions.Authorities.ANCHORS);
        take(middle.pem() + ann.pem(), ImportOptions.Authorities.ORDINARY);
    }

    @AfterEach
    void close() throws IOException {
        core.close();
    }

    private void take(String pem, ImportOptions.Authorities authorities) {
        assertThat(core.importer()
                        .importFiles(
                                List.of(new ImportFile("file", Octets.of(pem.getBytes(StandardCharsets.US_ASCII)))),
                                List.of(),
                                new ImportOptions(
                                        CertificateFacts.Source.ADMINISTRATOR,
                                        TrustLevel.CONFIRMED,
                                        Optional.empty(),
                                        authorities))
                        .items())
                .noneMatch(item -> item.result() == ItemResult.FAILED);
    }

    private void takeList(String pem) {
        take(pem, ImportOptions.Authorities.ORDINARY);
    }

    private static X509v2CRLBuilder revoking(TestAuthority issuer, TestAuthority revoked) {
        return issuer.list(1)
                .addCRLEntry(
                        revoked.serial(),
                        Date.from(TestAuthority.NOW.minus(Duration.ofDays(1))),
                        CRLReason.keyCompromise);
    }

    private List<String> obstacles() {
        return core
                .planner()
                .plan(new PlanRequest(
                        "desk@example.org",
                        List.of(new PlanRecipient(ANN, false)),
                        Optional.of(ProtectionLevel.ENCRYPT),
                        Optional.of(Technology.SMIME),
                        false,
                        false,
                        ProtectionPolicy.OPEN,
                        TestAuthority.NOW))
                .obstacles()
                .stream()
                .filter(o -> o.address().equals(ANN))
                .map(o -> o.code() + ": " + o.detail())
                .toList();
    }

    @Test
    void aRevokedCertificateIsNotEncryptedTo() {
        assertThat(obstacles()).isEmpty();
        takeList(middle.sign(revoking(middle, ann)));
        assertThat(obstacles())
                .singleElement()
                .asString()
                .startsWith("key.revoked: ")
                .contains("revoked");
    }

    @Test
    void neitherIsOneWhoseIssuerWasRevoked() {
        takeList(root.sign(revoking(root, middle)));
        assertThat(obstacles()).singleElement().asString().startsWith("key.revoked: ");
    }

    @Test
    void aListOfOthersAndOneThatNamesOthersChangesNothing() {
        takeList(middle.sign(revoking(middle, root)));
        assertThat(obstacles()).isEmpty();
        TestAuthority stranger = TestAuthority.draft("CN=Stranger").authority().selfSigned();
        take(stranger.pem(), ImportOptions.Authorities.ORDINARY);
        takeList(stranger.sign(revoking(stranger, ann)));
        assertThat(obstacles()).isEmpty();
    }
}
