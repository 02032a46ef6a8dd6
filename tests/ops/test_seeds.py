import cornu
from cornu.ops.seeds import draw_state


def test_seeds_become_states_of_the_generators_above():
    assert draw_state(7).tolist() == [7, 0]
    generator = cornu.random.SeedGenerator(3)
    assert [draw_state(generator).tolist() for _ in range(2)] == [[3, 0], [3, 1]]
    cornu.random.set_random_seed(5)
    assert draw_state(None).tolist() == [5, 0]
