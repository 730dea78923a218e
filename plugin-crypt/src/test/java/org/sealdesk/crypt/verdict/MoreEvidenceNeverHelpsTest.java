package org.sealdesk.crypt.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.verdict.Evidences.ANN;
import static org.sealdesk.crypt.verdict.Evidences.EVE;
import static org.sealdesk.crypt.verdict.Evidences.FROM_ANN;
import static org.sealdesk.crypt.verdict.Evidences.broken;
import static org.sealdesk.crypt.verdict.Evidences.failed;
import static org.sealdesk.crypt.verdict.Evidences.goodBy;
import static org.sealdesk.crypt.verdict.Evidences.invalid;
import static org.sealdesk.crypt.verdict.Evidences.judge;
import static org.sealdesk.crypt.verdict.Evidences.signed;
import static org.sealdesk.crypt.verdict.Evidences.unknownKey;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a stranger adds to a message, its verdict does not get better. */
class MoreEvidenceNeverHelpsTest {

    @Property(tries = 2_000)
    void anotherLayerByAStrangerNeverSigns(
            @ForAll("envelopes") List<Layer> envelope, @ForAll("strangers") Layer added, @ForAll int where) {
        CryptographicSummary before = judge(new Evidence(FROM_ANN, envelope, List.of(), List.of()));
        List<Layer> more = new ArrayList<>(envelope);
        more.add(Math.floorMod(where, envelope.size() + 1), added);
        CryptographicSummary after = judge(new Evidence(FROM_ANN, more, List.of(), List.of()));

        if (!isSigned(before)) {
            assertThat(isSigned(after)).isFalse();
        }
    }

    @Property(tries = 2_000)
    void anotherSignatureInALayerNeverSigns(
            @ForAll("signatures") List<JudgedSignature> signatures,
            @ForAll("strangeSignatures") JudgedSignature added) {
        List<JudgedSignature> more = new ArrayList<>(signatures);
        more.add(added);
        CryptographicSummary after = judge(FROM_ANN, new Layer.Signed("pgp-signed", more));

        assertThat(isSigned(after)).isFalse();
    }

    @Property(tries = 2_000)
    void errantLayersChangeNoSummary(@ForAll("envelopes") List<Layer> envelope, @ForAll boolean visible) {
        CryptographicSummary before = judge(new Evidence(FROM_ANN, envelope, List.of(), List.of()));
        CryptographicSummary after = judge(
                new Evidence(FROM_ANN, envelope, List.of(new ErrantLayer("1.2", "pgp-signed", visible)), List.of()));

        assertThat(after.status()).isEqualTo(before.status());
    }

    private static boolean isSigned(CryptographicSummary summary) {
        return summary.status() == CryptographicSummary.Status.SIGNED_ONLY
                || summary.status() == CryptographicSummary.Status.SIGNED_AND_ENCRYPTED;
    }

    @Provide
    Arbitrary<JudgedSignature> strangeSignatures() {
        return Arbitraries.of(
                goodBy(EVE),
                unknownKey(),
                invalid(SignatureOutcome.Reason.CONTENT_CHANGED, Technology.SMIME),
                invalid(SignatureOutcome.Reason.WEAK, Technology.OPENPGP));
    }

    @Provide
    Arbitrary<List<JudgedSignature>> signatures() {
        return Arbitraries.oneOf(strangeSignatures(), Arbitraries.just(goodBy(ANN)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Layer> strangers() {
        return Arbitraries.oneOf(
                strangeSignatures().map(s -> signed(s)),
                Arbitraries.of(
                        Evidences.decrypted(),
                        Evidences.decryptedLegacy(),
                        failed(DecryptionOutcome.Reason.KEY_MISSING),
                        broken(Layer.Claim.SIGNATURE),
                        broken(Layer.Claim.ENCRYPTION),
                        new Layer.Compressed("smime-compressed")));
    }

    @Provide
    Arbitrary<List<Layer>> envelopes() {
        return Arbitraries.oneOf(strangers(), Arbitraries.just(signed(goodBy(ANN))))
                .list()
                .ofMaxSize(4);
    }
}
