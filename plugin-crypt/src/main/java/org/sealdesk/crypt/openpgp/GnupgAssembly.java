package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGKey;
import org.bouncycastle.bcpg.DSAPublicBCPGKey;
import org.bouncycastle.bcpg.ECPublicBCPGKey;
import org.bouncycastle.bcpg.ElGamalPublicBCPGKey;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.sealdesk.crypt.engine.AssembledKeys;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Puts secret keys together as GnuPG 2 keeps them: certificates in a ring, secret numbers in a folder of files. They are
 * matched by the public numbers that both hold.
 */
final class GnupgAssembly {

    private final List<Passphrase> passphrases = new ArrayList<>();
    private final Map<BigInteger, Part> parts = new HashMap<>();
    private final List<AssembledKeys.Key> keys = new ArrayList<>();
    private final List<AssembledKeys.Refused> refused = new ArrayList<>();

    private record Part(String file, GnupgSecret secret) {}

    /** @param passphrases stay the caller's */
    GnupgAssembly(Map<String, Octets> files, List<Passphrase> passphrases) {
        this.passphrases.addAll(passphrases);
        files.forEach(this::part);
    }

    private void part(String file, Octets content) {
        byte[] octets = content.toArray();
        try {
            GnupgSecret secret = GnupgSecret.parse(octets);
            if (secret.isElsewhere()) {
                refuse(file, "format.unsupported", "the secret key lies on a card and can't be taken from it");
            } else {
                parts.put(
                        secret.publicNumber().orElseThrow(() -> Malformation.grammar("no public number")),
                        new Part(file, secret));
            }
        } catch (Malformation e) {
            refuse(file, "format.damaged", "the file can't be read as a secret key of GnuPG: " + e.getMessage());
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    AssembledKeys with(List<Certificate> certificates) {
        for (Certificate certificate : certificates) {
            if (certificate.technology() == Technology.OPENPGP) {
                assemble(certificate);
            }
        }
        parts.values()
                .forEach(part -> refuse(
                        part.file(),
                        "certificate.missing",
                        "no certificate in the key ring belongs to this secret key"));
        return new AssembledKeys(keys, refused);
    }

    private void assemble(Certificate certificate) {
        try {
            List<KeyBlock.Component> components = new ArrayList<>();
            Set<String> files = new LinkedHashSet<>();
            for (KeyBlock.Component component :
                    KeyBlock.parse(certificate.encoded().toArray()).components()) {
                components.add(secret(component, certificate, files).orElse(component));
            }
            if (!files.isEmpty()) {
                byte[] encoded = new KeyBlock(components).encode();
                keys.add(new AssembledKeys.Key(certificate.fingerprint(), Octets.of(encoded), files));
                Arrays.fill(encoded, (byte) 0);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("certificate " + certificate.fingerprint() + " is none", e);
        }
    }

    private Optional<KeyBlock.Component> secret(
            KeyBlock.Component component, Certificate certificate, Set<String> files) {
        Optional<PublicKeyPacket> packet = component.isKey()
                ? BcPackets.publicKeyPacket(component).filter(p -> p.getVersion() == PublicKeyPacket.VERSION_4)
                : Optional.empty();
        Part part = packet.flatMap(p -> number(p.getKey())).map(parts::remove).orElse(null);
        if (part == null) {
            return Optional.empty();
        }
        try {
            Optional<byte[]> end = open(part.secret());
            if (end.isEmpty()) {
                refuse(
                        part.file(),
                        passphrases.isEmpty() ? "password.needed" : "password.wrong",
                        "a secret key of " + certificate.fingerprint() + " (" + certificate.displayName()
                                + ") is locked; give its password");
                return Optional.empty();
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(component.body);
            body.writeBytes(end.get());
            Arrays.fill(end.get(), (byte) 0);
            files.add(part.file());
            int tag = component.isSubkey() ? PacketTag.SECRET_SUBKEY : PacketTag.SECRET_KEY;
            return Optional.of(new KeyBlock.Component(tag, body.toByteArray(), component.signatures));
        } catch (Malformation e) {
            refuse(
                    part.file(),
                    e.code().equals("limit") ? "limit" : "format.damaged",
                    "a secret key of " + certificate.fingerprint() + " can't be opened: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What opened the key before is tried first: subkeys have the password of their primary key. */
    private Optional<byte[]> open(GnupgSecret secret) throws Malformation {
        if (!secret.isLocked()) {
            try (Passphrase none = Passphrase.of(new char[0])) {
                return secret.packetEnd(none);
            }
        }
        for (int i = 0; i < passphrases.size(); i++) {
            Optional<byte[]> end = secret.packetEnd(passphrases.get(i));
            if (end.isPresent()) {
                passphrases.add(0, passphrases.remove(i));
                return end;
            }
        }
        return Optional.empty();
    }

    private static Optional<BigInteger> number(BCPGKey key) {
        if (key instanceof RSAPublicBCPGKey rsa) {
            return Optional.of(rsa.getModulus());
        }
        if (key instanceof ECPublicBCPGKey ec) {
            return Optional.of(ec.getEncodedPoint());
        }
        if (key instanceof DSAPublicBCPGKey dsa) {
            return Optional.of(dsa.getY());
        }
        return key instanceof ElGamalPublicBCPGKey elGamal ? Optional.of(elGamal.getY()) : Optional.empty();
    }

    private void refuse(String file, String code, String reason) {
        refused.add(new AssembledKeys.Refused(file, code, reason));
    }
}
