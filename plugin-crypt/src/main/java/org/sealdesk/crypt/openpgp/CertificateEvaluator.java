package org.sealdesk.crypt.openpgp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.AlgorithmPolicy;

/**
 * Checks every signature that a certificate's primary key made over its own parts, once; the answers for a moment in
 * time are then plain look-ups in {@link EvaluatedCertificate}. Signatures of others are not looked at.
 */
final class CertificateEvaluator {

    /** Self-signatures looked at per component, newest first; nobody renews a key that often. */
    private static final int MAX_SIGNATURES = 200;

    private static final Verifiers VERIFIERS = new Verifiers();

    private final AlgorithmPolicy policy;
    private final KeyBlock block;
    private final PGPPublicKey primary;
    private final Optional<Objection> primaryWeakness;

    private CertificateEvaluator(KeyBlock block, AlgorithmPolicy policy) throws Malformation {
        this.policy = policy;
        this.block = block;
        this.primary = key(block.primary());
        this.primaryWeakness = WeakKeys.weakness(
                        primary.getPublicKeyPacket(), KeyKind.of(primary.getPublicKeyPacket()), policy)
                .map(why -> Objection.weak("its primary key is " + why));
    }

    /** @throws Malformation if the octets are not one certificate of version 4 or 6 */
    static EvaluatedCertificate evaluate(Octets encoded, AlgorithmPolicy policy) throws IOException {
        return evaluate(KeyBlock.parse(encoded.toArray()), policy);
    }

    static EvaluatedCertificate evaluate(KeyBlock block, AlgorithmPolicy policy) throws Malformation {
        return new CertificateEvaluator(block, policy).evaluate();
    }

    private EvaluatedCertificate evaluate() {
        List<EvaluatedKey> keys = new ArrayList<>();
        List<EvaluatedUserId> userIds = new ArrayList<>();
        for (KeyBlock.Component component : block.components()) {
            if (component == block.primary()) {
                keys.add(evaluated(component, primary));
            } else if (component.isSubkey()) {
                subkey(component)
                        .filter(k -> !k.bindings().isEmpty() || !k.revocations().isEmpty())
                        .ifPresent(keys::add);
            } else if (component.tag == PacketTag.USER_ID) {
                userIds.add(userId(component));
            }
        }
        return new EvaluatedCertificate(keys, userIds);
    }

    private static PGPPublicKey key(KeyBlock.Component component) throws Malformation {
        PublicKeyPacket packet = BcPackets.publicKeyPacket(component)
                .orElseThrow(() -> Malformation.grammar("a key packet cannot be read"));
        if (packet.getVersion() != 4 && packet.getVersion() != 6) {
            throw Malformation.grammar("key of version " + packet.getVersion() + "; versions 4 and 6 are supported");
        }
        return BcPackets.publicKey(packet).orElseThrow(() -> Malformation.grammar("a key packet cannot be read"));
    }

    private Optional<EvaluatedKey> subkey(KeyBlock.Component component) {
        try {
            PGPPublicKey key = key(component);
            return key.getVersion() == primary.getVersion() ? Optional.of(evaluated(component, key)) : Optional.empty();
        } catch (Malformation e) {
            // A subkey of a kind from the future does not spoil the others.
            return Optional.empty();
        }
    }

    private EvaluatedKey evaluated(KeyBlock.Component component, PGPPublicKey key) {
        List<SelfSignature> bindings = new ArrayList<>();
        List<SelfSignature> revocations = new ArrayList<>();
        for (Raw raw : byPrimary(component)) {
            PGPSignature signature = raw.signature;
            boolean revokes = signature.getSignatureType() == PGPSignature.KEY_REVOCATION
                    || signature.getSignatureType() == PGPSignature.SUBKEY_REVOCATION;
            if (verifies(signature, component, key)) {
                self(raw, key).ifPresent((revokes ? revocations : bindings)::add);
            }
        }
        bindings.sort(SelfSignature.NEWEST_FIRST);
        revocations.sort(SelfSignature.NEWEST_FIRST);
        KeyKind kind = KeyKind.of(key.getPublicKeyPacket());
        return new EvaluatedKey(
                key,
                fingerprint(key),
                kind,
                bindings,
                revocations,
                WeakKeys.weakness(key.getPublicKeyPacket(), kind, policy),
                new CurveKey(key));
    }

    static Fingerprint fingerprint(PGPPublicKey key) {
        Fingerprint.Kind kind = key.getVersion() == 6 ? Fingerprint.Kind.PGP_V6 : Fingerprint.Kind.PGP_V4;
        return Fingerprint.of(kind, key.getFingerprint());
    }

    private EvaluatedUserId userId(KeyBlock.Component component) {
        List<SelfSignature> signatures = new ArrayList<>();
        for (Raw raw : byPrimary(component)) {
            if (verifies(raw.signature, component, primary)) {
                self(raw, primary).ifPresent(signatures::add);
            }
        }
        signatures.sort(SelfSignature.NEWEST_FIRST);
        Optional<String> utf8 = utf8(component.body);
        return new EvaluatedUserId(
                utf8.orElseGet(() -> new String(component.body, StandardCharsets.ISO_8859_1)),
                Octets.of(component.body),
                utf8.flatMap(UserIdAddress::of),
                signatures);
    }

    private static Optional<String> utf8(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Signatures that claim to come from the primary key, newest first, none twice. */
    private List<Raw> byPrimary(KeyBlock.Component component) {
        Set<Octets> seen = new HashSet<>();
        return component.signatures.stream()
                .flatMap(body -> BcPackets.signature(body).map(s -> new Raw(s, Octets.of(body))).stream())
                .filter(r -> r.signature.getVersion() == primary.getVersion())
                .filter(r -> claimsPrimary(r.signature))
                .filter(r -> seen.add(signedPart(r.signature)))
                .sorted(Comparator.comparing(
                                (Raw r) -> r.signature.getCreationTime().toInstant())
                        .reversed())
                .limit(MAX_SIGNATURES)
                .toList();
    }

    /** What is left when the unhashed area, which anybody may rewrite, is taken away. */
    private static Octets signedPart(PGPSignature signature) {
        try {
            byte[] trailer = signature.getSignatureTrailer();
            byte[] value = signature.getSignature();
            byte[] both = Arrays.copyOf(trailer, trailer.length + value.length);
            System.arraycopy(value, 0, both, trailer.length, value.length);
            return Octets.of(both);
        } catch (PGPException | RuntimeException e) {
            return Octets.EMPTY;
        }
    }

    private record Raw(PGPSignature signature, Octets body) {}

    private boolean claimsPrimary(PGPSignature signature) {
        Subpackets says = new Subpackets(signature);
        Optional<Octets> issuer = says.issuerFingerprint();
        if (issuer.isPresent()) {
            return issuer.get().equals(Octets.of(primary.getFingerprint()));
        }
        return says.issuerKeyIds().isEmpty() || says.issuerKeyIds().contains(primary.getKeyID());
    }

    boolean verifies(PGPSignature signature, KeyBlock.Component target, PGPPublicKey targetKey) {
        try {
            signature.init(VERIFIERS, primary);
            return switch (signature.getSignatureType()) {
                case PGPSignature.DIRECT_KEY, PGPSignature.KEY_REVOCATION ->
                    KeyBlock.isPrimary(target.tag) && signature.verifyCertification(primary);
                case PGPSignature.SUBKEY_BINDING, PGPSignature.SUBKEY_REVOCATION ->
                    target.isSubkey() && signature.verifyCertification(primary, targetKey);
                case PGPSignature.DEFAULT_CERTIFICATION,
                        PGPSignature.NO_CERTIFICATION,
                        PGPSignature.CASUAL_CERTIFICATION,
                        PGPSignature.POSITIVE_CERTIFICATION,
                        PGPSignature.CERTIFICATION_REVOCATION ->
                    target.tag == PacketTag.USER_ID && signature.verifyCertification(target.body, primary);
                default -> false;
            };
        } catch (PGPException | RuntimeException e) {
            return false;
        }
    }

    private Optional<SelfSignature> self(Raw raw, PGPPublicKey targetKey) {
        PGPSignature signature = raw.signature;
        Subpackets says = new Subpackets(signature);
        return says.created()
                .map(created -> new SelfSignature(
                        signature,
                        raw.body,
                        says,
                        created,
                        says.expires(),
                        objection(signature, says, created, targetKey),
                        signature.getSignatureType() != PGPSignature.SUBKEY_BINDING || backSigned(says, targetKey)));
    }

    private Optional<Objection> objection(
            PGPSignature signature, Subpackets says, Instant created, PGPPublicKey targetKey) {
        String digest = Algorithms.digest(signature.getHashAlgorithm()).orElse("unknown");
        if (!policy.acceptsBindingDigest(digest, created)) {
            return Optional.of(Objection.weak("its self-signature of " + created + " rests on " + digest));
        }
        if (created.isBefore(primary.getCreationTime().toInstant())
                || created.isBefore(targetKey.getCreationTime().toInstant())) {
            return Optional.of(Objection.invalid("its self-signature of " + created + " is older than the key"));
        }
        Optional<String> critical = says.criticalUnknown();
        return critical.isPresent() ? critical.map(Objection::invalid) : primaryWeakness;
    }

    /** RFC 9580, section 5.2.1.10: without it anybody could claim somebody else's signing key. */
    private boolean backSigned(Subpackets says, PGPPublicKey subkey) {
        for (PGPSignature back : says.embedded()) {
            Subpackets backSays = new Subpackets(back);
            String digest = Algorithms.digest(back.getHashAlgorithm()).orElse("unknown");
            boolean acceptable = back.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
                    && back.getVersion() == primary.getVersion()
                    && backSays.criticalUnknown().isEmpty()
                    && backSays.created()
                            .filter(c -> policy.acceptsBindingDigest(digest, c))
                            .isPresent();
            if (acceptable && backVerifies(back, subkey)) {
                return true;
            }
        }
        return false;
    }

    private boolean backVerifies(PGPSignature back, PGPPublicKey subkey) {
        try {
            back.init(VERIFIERS, subkey);
            return back.verifyCertification(primary, subkey);
        } catch (PGPException | RuntimeException e) {
            return false;
        }
    }
}
