package org.sealdesk.crypt.smime;

import java.security.GeneralSecurityException;
import org.bouncycastle.crypto.RawAgreement;
import org.bouncycastle.crypto.agreement.ECDHCBasicAgreement;
import org.bouncycastle.crypto.agreement.X25519Agreement;
import org.bouncycastle.crypto.agreement.X448Agreement;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.params.X448PrivateKeyParameters;
import org.bouncycastle.crypto.params.X448PublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/** What two keys of one curve agree on. The curves in use have no cofactor, so both Diffie-Hellman forms are one. */
final class SharedSecret {

    private SharedSecret() {}

    /** @param peer the other's public key: a point (uncompressed or compressed) or the octets of RFC 7748 */
    static byte[] agree(AsymmetricKeyParameter own, byte[] peer) throws GeneralSecurityException {
        try {
            if (own instanceof ECPrivateKeyParameters ec) {
                return agree(ec, peer);
            }
            if (own instanceof X25519PrivateKeyParameters x) {
                return agree(new X25519Agreement(), x, new X25519PublicKeyParameters(peer));
            }
            if (own instanceof X448PrivateKeyParameters x) {
                return agree(new X448Agreement(), x, new X448PublicKeyParameters(peer));
            }
        } catch (RuntimeException e) {
            // A point that is not on the curve, of small order or of another length.
            throw new GeneralSecurityException("the other's key is not one of this curve", e);
        }
        throw new GeneralSecurityException("the own key agrees on nothing");
    }

    private static byte[] agree(ECPrivateKeyParameters own, byte[] peer) {
        ECDomainParameters domain = own.getParameters();
        // The constructor refuses points off the curve and of another order.
        ECPublicKeyParameters other =
                new ECPublicKeyParameters(domain.getCurve().decodePoint(peer), domain);
        ECDHCBasicAgreement agreement = new ECDHCBasicAgreement();
        agreement.init(own);
        return BigIntegers.asUnsignedByteArray(agreement.getFieldSize(), agreement.calculateAgreement(other));
    }

    /**
     * For a key that others agree with again and again: multiples of its point are computed once and kept with it, which
     * makes all later agreements three times as fast.
     */
    static byte[] agree(ECPrivateKeyParameters own, ECPublicKeyParameters often) throws GeneralSecurityException {
        ECPoint shared = new FixedPointCombMultiplier()
                .multiply(often.getQ(), own.getD())
                .normalize();
        if (shared.isInfinity()) {
            throw new GeneralSecurityException("the keys agree on nothing");
        }
        int octets = (own.getParameters().getCurve().getFieldSize() + 7) / 8;
        return BigIntegers.asUnsignedByteArray(octets, shared.getAffineXCoord().toBigInteger());
    }

    private static byte[] agree(RawAgreement agreement, AsymmetricKeyParameter own, AsymmetricKeyParameter other) {
        byte[] secret = new byte[agreement.getAgreementSize()];
        agreement.init(own);
        agreement.calculateAgreement(other, secret, 0);
        return secret;
    }
}
