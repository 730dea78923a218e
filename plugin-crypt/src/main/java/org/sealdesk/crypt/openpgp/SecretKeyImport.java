package org.sealdesk.crypt.openpgp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/** Takes in a secret key: tries the passphrases on every part at once, and checks that the halves belong together. */
final class SecretKeyImport {

    static final String KIND = "pgp-secret-key";

    private final List<Passphrase> passphrases;
    private final Limits limits;

    SecretKeyImport(List<Passphrase> passphrases, Limits limits) {
        this.passphrases = passphrases;
        this.limits = limits;
    }

    Item read(KeyBlock block, EvaluatedCertificate evaluated, Instant at) {
        KeyBlock half = evaluated.cleaned();
        Certificate certificate = CertificateView.of(evaluated, Octets.of(half.encode()), at);
        Map<Fingerprint, KeyBlock.Component> secrets = secrets(block);
        List<SecretKeyLock> locks = secrets.values().stream()
                .flatMap(c -> SecretKeys.lock(c).stream())
                .filter(SecretKeyLock::holdsSecret)
                .toList();
        if (locks.isEmpty()) {
            return new Item.PublicCertificate(certificate);
        }
        for (SecretKeyLock lock : locks) {
            Optional<String> costly = lock.tooCostly(limits.argon2ImportKibibytes());
            if (costly.isPresent()) {
                return new Item.Failed(KIND, "limit", "secret key " + certificate.fingerprint() + ": " + costly.get());
            }
        }
        return open(locks, certificate, withSecrets(half, secrets).encode());
    }

    private Item open(List<SecretKeyLock> locks, Certificate certificate, byte[] encoded) {
        int best = -1;
        Optional<Passphrase> fitting = Optional.empty();
        try (Passphrase empty = Passphrase.of(new char[0])) {
            List<Passphrase> all = new ArrayList<>();
            all.add(empty);
            all.addAll(passphrases);
            for (Passphrase passphrase : all) {
                int opened = 0;
                for (SecretKeyLock lock : locks) {
                    Optional<PGPPrivateKey> key = lock.open(passphrase);
                    if (key.isPresent() && !PrivateKeys.belongTogether(key.get(), lock.publicKey())) {
                        return new Item.Failed(
                                KIND,
                                "key.mismatch",
                                "secret key " + certificate.fingerprint()
                                        + " does not belong to its public half; export it again from its source");
                    }
                    opened += key.isPresent() ? 1 : 0;
                }
                if (opened > best) {
                    best = opened;
                    fitting = opened > 0 ? Optional.of(passphrase) : Optional.empty();
                }
                if (opened == locks.size()) {
                    break;
                }
            }
            boolean locked = locks.stream().anyMatch(SecretKeyLock::isLocked);
            Passphrase kept =
                    locked ? fitting.map(p -> Passphrase.of(p.toChars())).orElse(null) : null;
            return new Item.Secret(
                    new SecretKeyRecord(certificate.secretKeyId(), encoded, kept),
                    Optional.of(certificate),
                    Item.Secret.Opening.of(best == locks.size(), passphrases));
        }
    }

    private static Map<Fingerprint, KeyBlock.Component> secrets(KeyBlock block) {
        return block.components().stream()
                .filter(KeyBlock.Component::isSecret)
                .filter(c -> SecretKeys.lock(c).isPresent())
                .collect(Collectors.toMap(
                        c -> CertificateEvaluator.fingerprint(
                                SecretKeys.lock(c).orElseThrow().publicKey()),
                        Function.identity(),
                        (first, again) -> first,
                        java.util.LinkedHashMap::new));
    }

    /** The cleaned certificate with its secret key packets put back. */
    static KeyBlock withSecrets(KeyBlock half, Map<Fingerprint, KeyBlock.Component> secrets) {
        List<KeyBlock.Component> components = new ArrayList<>();
        for (KeyBlock.Component component : half.components()) {
            Optional<KeyBlock.Component> secret = !component.isKey()
                    ? Optional.empty()
                    : BcPackets.publicKeyPacket(component)
                            .flatMap(BcPackets::publicKey)
                            .map(k -> secrets.get(CertificateEvaluator.fingerprint(k)));
            components.add(secret.map(s -> new KeyBlock.Component(s.tag, s.body, component.signatures))
                    .orElse(component));
        }
        return new KeyBlock(components);
    }
}
