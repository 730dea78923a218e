package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.OnePassSignaturePacket;
import org.bouncycastle.bcpg.Packet;
import org.bouncycastle.bcpg.PublicKeyEncSessionPacket;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.bcpg.SignaturePacket;
import org.bouncycastle.bcpg.SymmetricKeyEncSessionPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.jcajce.JcaKeyFingerprintCalculator;

/**
 * Packet bodies as Bouncy Castle's objects. Its parsers answer hostile octets with any kind of unchecked exception; here
 * that ends, and the answer is empty.
 */
final class BcPackets {

    private BcPackets() {}

    private static <T> Optional<T> read(int tag, byte[] body, Class<T> type) {
        try {
            BCPGInputStream in =
                    new BCPGInputStream(new ByteArrayInputStream(org.sealdesk.crypt.openpgp.Packet.encode(tag, body)));
            Packet packet = in.readPacket();
            return type.isInstance(packet) ? Optional.of(type.cast(packet)) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    static Optional<SignaturePacket> signaturePacket(byte[] body) {
        return read(PacketTag.SIGNATURE, body, SignaturePacket.class);
    }

    static Optional<PGPSignature> signature(byte[] body) {
        try {
            return Optional.of(new PGPSignature(new BCPGInputStream(
                    new ByteArrayInputStream(org.sealdesk.crypt.openpgp.Packet.encode(PacketTag.SIGNATURE, body)))));
        } catch (IOException | PGPException | RuntimeException e) {
            return Optional.empty();
        }
    }

    static Optional<OnePassSignaturePacket> onePass(byte[] body) {
        return read(PacketTag.ONE_PASS_SIGNATURE, body, OnePassSignaturePacket.class);
    }

    static Optional<PublicKeyEncSessionPacket> publicKeyEncrypted(byte[] body) {
        return read(PacketTag.PKESK, body, PublicKeyEncSessionPacket.class);
    }

    static Optional<SymmetricKeyEncSessionPacket> passwordEncrypted(byte[] body) {
        return read(PacketTag.SKESK, body, SymmetricKeyEncSessionPacket.class);
    }

    static Optional<SecretKeyPacket> secretKey(KeyBlock.Component component) {
        return read(component.tag, component.body, SecretKeyPacket.class);
    }

    /** The public half of a key packet of any of the four types. */
    static Optional<PublicKeyPacket> publicKeyPacket(KeyBlock.Component component) {
        return component.isSecret()
                ? secretKey(component).map(SecretKeyPacket::getPublicKeyPacket)
                : read(component.tag, component.body, PublicKeyPacket.class);
    }

    static Optional<PGPPublicKey> publicKey(PublicKeyPacket packet) {
        try {
            return Optional.of(new PGPPublicKey(packet, new JcaKeyFingerprintCalculator()));
        } catch (PGPException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
