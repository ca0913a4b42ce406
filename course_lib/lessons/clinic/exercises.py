"""Exercises of notebook 10: two vital signs, then ten diagnoses and ten prescriptions, for any ward."""

from math import log, log2, log10

import numpy as np

from course_lib.exercise import Exercise, FunctionExercise, Verdict, not_yet, todo
from course_lib.lessons.clinic import patients, signs, treatment

CURED = 0.5  # test accuracy; seen in thirty wards: the cured 0.80 and more, but one of sixty layers at 0.67
LARGE = 3.0  # a gain beyond it is a disease, even where it learns
HINTS = {  # by what the patient has, without naming it
    "healthy": "nothing on its chart is out of order.",
    "zero": "look at its rows of W1, and at what reaches them.",
    "constant": "count its unit classes.",
    "too small": "compare the gain, std(W)·√n, with 1, in every layer.",
    "too large": "compare the gain, std(W)·√n, with 1, in every layer.",
    "wrong fan": "compare the gain, std(W)·√n, of layer 1 with that of the layers above.",
    "dead relu": "layer 1 is silent for every digit. What is the mean of its weights?",
    "saturated output": "its loss is far above ln 10, and its hidden layers are in order. Which layer is left?",
    "he on tanh": "no layer is out of order by itself. Count them, and see which activation their gain is for.",
    "biases that kill": "its weights are in order. What else enters Z?",
}

gain_of = FunctionExercise(
    lambda W: W.std() * np.sqrt(W.shape[1]),
    lambda rng: (rng.normal(size=(int(rng.integers(3, 9)), int(rng.integers(10, 20)))) * rng.uniform(0.1, 3),),
    [(lambda W: W.std() * np.sqrt(W.shape[0]), "you used fan_out. W is (units, inputs); n is the number of inputs."),
     (lambda W: W.std() * 8, "√64 was for that one layer; take n from W.shape."),
     (lambda W: np.sqrt((W**2).mean() * W.shape[1]), "std, not root mean square: the mean does not count."),
     (lambda W: W.std() * np.sqrt(W.size), "n is the number of inputs of one unit, not of all weights."),
     (lambda W: W.std(ddof=1) * np.sqrt(W.shape[1]), "use W.std() as it is: all weights are here, none is estimated."),
     (lambda W: W.std(), "the factor √n is missing: a sum of n terms grows with √n."),
     (lambda W: W.std() * W.shape[1], "a sum of n terms of random sign grows with √n, not with n."),
     (lambda W: W.var() * W.shape[1], "this is its square, the factor of the mean square.")],
    "one number for any width: about 1 for tanh, 1.41 for ReLU.")

first_loss = FunctionExercise(
    lambda classes: log(classes), lambda rng: (int(rng.integers(2, 100)),),
    [(lambda classes: 1 / classes, "this is the chance of a right guess; the loss is minus its logarithm."),
     (lambda classes: log(10), "`classes` may be any number, not ten alone."),
     (lambda classes: 2.3, "`classes` may be any number, not ten alone."),
     (lambda classes: -log(classes), "the sign: a loss is positive."),
     (lambda classes: log2(classes), "cross-entropy uses the natural logarithm."),
     (lambda classes: log10(classes), "cross-entropy uses the natural logarithm.")],
    "an untrained network that starts above it is sure of something that it cannot know.")


def _filled(answer, valid):
    """{bed: name} of what is filled in, and the ward's patients; or a Verdict that says what is wrong."""
    if not isinstance(answer, dict) or "ward" not in answer:
        return not_yet('hand over a dict with the ward: {"ward": 0, 1: ..., 2: ..., ...}.')
    filled = {bed: name for bed, name in answer.items() if bed != "ward" and name is not Ellipsis}
    if not filled:
        return todo()
    if strange := [bed for bed in filled if bed not in range(1, 11)]:
        return not_yet(f"there is no bed {strange[0]!r}: beds are 1 to 10.")
    if unknown := [name for name in filled.values() if name not in valid]:
        return not_yet(f"{unknown[0]!r} is not on the list; choose from: {', '.join(valid)}.")
    return filled, patients.admit(answer["ward"])


def _judge(valid, wrong, why):
    """An exercise over beds; wrong(patient, name, seed) -> what to say if the answer is wrong, else "".

    why(patients) -> what to say when all ten are right.
    """
    def judge(answer):
        found = _filled(answer, valid)
        if isinstance(found, Verdict):
            return found
        filled, patients = found
        said = {bed: words for bed, name in sorted(filled.items())
                if (words := wrong(patients[bed - 1], name, answer["ward"]))}
        right = f"{len(filled) - len(said)} of 10 are right."
        if said:
            bed, words = next(iter(said.items()))
            return not_yet(f"{right} Bed {bed}: {words}")
        return Verdict("right", why(patients)) if len(filled) == 10 else not_yet(f"{right} Go on with the others.")

    return Exercise(judge)


def _wrong_diagnosis(patient, name, seed):
    return "" if name == patient.disease else f"not {name!r}. Hint: {HINTS[patient.disease]}"


_reached = {}  # (seed, bed, prescription) -> test accuracy


def outcomes(cases):
    """Test accuracies after training, for a list of (seed, bed, prescription); new ones are trained together."""
    new = [case for case in dict.fromkeys(cases) if case not in _reached]
    treated = [treatment.treat(patients.admit(seed)[bed - 1], name, seed) for seed, bed, name in new]
    _reached.update(zip(new, map(treatment.accuracy, treatment.cure_all(treated))))
    return [_reached[case] for case in cases]


def outcome(seed, bed, prescription):
    """Test accuracy after training the patient in `bed` of ward `seed` as prescribed."""
    return outcomes([(seed, bed, prescription)])[0]


def _wrong_prescription(patient, name, seed):
    reached, hint = outcome(seed, patient.bed, name), f"Hint: {HINTS[patient.disease]}"
    said = f"{name!r} takes it to {reached:.2f} on the test digits"
    if reached < CURED:
        return f"{said}. {hint}"
    if patient.remedy in ("nothing", "biases 0") and name != patient.remedy:
        return f"{said}, but less would do: its weights were in order. {hint}"
    gain = signs.read(treatment.treat(patient, name, seed)).gain.max()
    return f"{said}, but its largest gain is still {gain:.1f}, for 1 to 1.4 wanted." if gain > LARGE else ""


def _evidence(patients):
    """All ten diagnoses with what the reading, `ward.examine`, has seen."""
    lines = [f"  bed {patient.bed}: {found.name}. {found.words}"
             for patient in patients for found in [signs.diagnose(patient.network)]]
    return "\n".join(["ten of ten. Every sign that you used can be read before a single step of training. This is what "
                      "`ward.examine` names, and where it sees it:", *lines])


diagnoses = _judge(patients.DISEASES, _wrong_diagnosis, _evidence)
prescriptions = _judge(treatment.PRESCRIPTIONS, _wrong_prescription,
                       lambda patients: "all ten learn. Nine of them needed nothing but other numbers to start from.")
